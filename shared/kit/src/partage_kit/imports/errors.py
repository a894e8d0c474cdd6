"""Why a file is not brought in."""

from partage_kit.errors import Refusal


class FileUnreadable(Refusal):
    """The file cannot be read as rows: not UTF-8, broken CSV or JSON, a NUL, too long a row, or no row at all."""

    status = 422
    titles = {
        "fr": "Le fichier n'est pas lisible",
        "nl": "Het bestand is niet leesbaar",
        "en": "The file cannot be read",
    }
    remedy = "Save it as CSV in UTF-8 with `;` or `,`, or as NDJSON with one object a line. Nothing was changed."


class FileCompressed(Refusal):
    """The file is compressed, or an archive or workbook: only plain CSV and NDJSON are read."""

    status = 415
    titles = {
        "fr": "Les fichiers compressés ne sont pas acceptés",
        "nl": "Gecomprimeerde bestanden worden niet aanvaard",
        "en": "Compressed files are not accepted",
    }
    remedy = "Send the plain text, without Content-Encoding; from a spreadsheet, save as CSV UTF-8."


class ColumnsWrong(Refusal):
    """The head of the file names a column that is unknown or named twice, or leaves out one that is needed."""

    status = 422
    titles = {
        "fr": "Les colonnes ne sont pas celles attendues",
        "nl": "De kolommen zijn niet de verwachte",
        "en": "The columns are not the expected ones",
    }
    remedy = "Compare the first line with the columns that `detail` names. Nothing was changed."


class TooManyRows(Refusal):
    """The file has more rows than the service takes at once."""

    status = 413
    titles = {
        "fr": "Le fichier a trop de lignes",
        "nl": "Het bestand heeft te veel regels",
        "en": "The file has too many rows",
    }
    remedy = "Send it in several files; the operators of the house set the limit (PARTAGE_IMPORT_MAX_ROWS)."


class ImportRejected(Refusal):
    """Rows of the file are wrong, so nothing of it was published; the report names each place."""

    status = 422
    titles = {
        "fr": "Des lignes du fichier sont incorrectes",
        "nl": "Regels van het bestand zijn fout",
        "en": "Rows of the file are wrong",
    }
    remedy = "Correct the rows in the report and send the file again, or send it with `accept_valid=true`."
