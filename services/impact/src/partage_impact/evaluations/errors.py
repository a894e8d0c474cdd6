"""Why an evaluation cannot be written as asked."""

from partage_kit.errors import NotFound, Refusal


class EvaluationNotFound(NotFound):
    """No such evaluation in the caller's office."""

    titles = {"fr": "Évaluation introuvable", "nl": "Evaluatie niet gevonden", "en": "Evaluation not found"}


class EvaluationUnderWay(Refusal):
    """The office already has an active evaluation; it concentrates its means on one question (recommendation 20)."""

    titles = {
        "fr": "Une évaluation est déjà en cours dans ce bureau",
        "nl": "In dit kantoor loopt al een evaluatie",
        "en": "An evaluation is already under way in this office",
    }
    remedy = "Bring the present evaluation to its end, or stop it with a reasoned decision."


class QuestionNotAdopted(Refusal):
    """The evaluative question is missing, or not adopted by the board or the general assembly yet."""

    titles = {
        "fr": "La question évaluative n'est pas adoptée",
        "nl": "De evaluatievraag is niet goedgekeurd",
        "en": "The evaluative question is not adopted",
    }
    remedy = "Write the question, and record its adoption with adopt-question."


class QuestionStands(Refusal):
    """The evaluative question is adopted: question, mandate, perimeter and stakeholder stay until the end."""

    titles = {
        "fr": "La question évaluative est adoptée et ne change plus",
        "nl": "De evaluatievraag is goedgekeurd en verandert niet meer",
        "en": "The evaluative question is adopted and stays",
    }
    remedy = "Another question is another evaluation: stop this one with a reasoned decision, and open a new one."
