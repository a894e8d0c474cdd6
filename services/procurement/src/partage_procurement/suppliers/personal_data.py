"""What suppliers keep of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_procurement.suppliers.models import Interest, LogEntry, Supplier, supplier_facets

_suppliers, _interests, _log = table_of(Supplier), table_of(Interest), table_of(LogEntry)

DATA = PersonalData(
    (
        DataClass(
            "suppliers_suggested",
            {
                "fr": "Fournisseurs que vous avez suggérés",
                "nl": "Leveranciers die u voorstelde",
                "en": "Suppliers you suggested",
            },
            _suppliers,
            {"suggested_by": Names.SUBJECT, "suggested_by_member": Names.MEMBER},
            Rule.PSEUDONYMISE,
            exported=("name", "created_at"),
        ),
        DataClass(
            "interests",
            {"fr": "Intérêts que vous avez déclarés", "nl": "Belangen die u meldde", "en": "Interests you declared"},
            _interests,
            {"holder": Names.SUBJECT, "holder_member": Names.MEMBER},
            Rule.DELETE,
            held=("nature",),
            exported=("supplier_id", "nature", "declared_at"),
        ),
        DataClass(
            "supplier_log",
            {
                "fr": "Notes que vous avez prises sur des fournisseurs",
                "nl": "Notities die u over leveranciers nam",
                "en": "Notes you took on suppliers",
            },
            _log,
            {"written_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
            exported=("supplier_id", "kind", "text", "written_at"),
        ),
    ),
    (
        Impersonal(
            _suppliers,
            (
                "name",
                "sort_name",
                "country",
                "vat_number",
                "enterprise_number",
                "website",
                "summary",
                "territories",
                "categories",
                "contacts",
                "reason",
                "commitments",
                "label",
                "assessment_id",
            ),
            "of an enterprise, and of persons who speak for it and are no members",
        ),
        Impersonal(_log, ("text",), "the memory of the office on an enterprise"),
        Impersonal(supplier_facets, ("kind", "code"), "codes of suppliers"),
    ),
)
