"""Which reported concepts are taken, as which measure, by which definition.

A tag is a definition: two companies that report under two tags have not reported
the same thing. Each claim therefore carries its tag and, in both languages, what the
tag counts. The words are ours; the meaning is that of the US GAAP and IFRS
taxonomies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Concept:
    """A reported concept: the measure it is claimed as, and what it counts."""

    taxonomy: str
    tag: str
    measure: str
    english: str
    french: str

    @property
    def name(self) -> str:
        """Give the tag with its taxonomy, ``us-gaap:Revenues``."""
        return f"{self.taxonomy}:{self.tag}"


CONCEPTS: Final = (
    Concept(
        "us-gaap",
        "PaymentsToAcquirePropertyPlantAndEquipment",
        "capitalExpenditure",
        "cash paid for property and equipment, without finance leases",
        "sommes payées pour des immobilisations corporelles, sans les locations-financements",
    ),
    Concept(
        "us-gaap",
        "PaymentsToAcquireProductiveAssets",
        "capitalExpenditure",
        "cash paid for property, equipment and other productive assets, without finance leases",
        "sommes payées pour des immobilisations corporelles et d'autres actifs productifs, sans"
        " les locations-financements",
    ),
    Concept(
        "ifrs-full",
        "PurchaseOfPropertyPlantAndEquipmentClassifiedAsInvestingActivities",
        "capitalExpenditure",
        "cash paid for property, plant and equipment, by IFRS",
        "sommes payées pour des immobilisations corporelles, selon les IFRS",
    ),
    Concept(
        "us-gaap",
        "FinanceLeasePrincipalPayments",
        "financeLeases",
        "cash paid for principal of finance leases",
        "sommes payées pour le principal de locations-financements",
    ),
    Concept(
        "us-gaap",
        "RightOfUseAssetObtainedInExchangeForFinanceLeaseLiability",
        "financeLeases",
        "assets obtained under new finance leases, without payment in cash",
        "actifs obtenus par de nouvelles locations-financements, sans paiement",
    ),
    Concept(
        "us-gaap",
        "RevenueFromContractWithCustomerExcludingAssessedTax",
        "revenue",
        "revenue from contracts with customers, without taxes collected",
        "produits des contrats avec des clients, hors taxes collectées",
    ),
    Concept(
        "us-gaap",
        "RevenueFromContractWithCustomerIncludingAssessedTax",
        "revenue",
        "revenue from contracts with customers, with taxes collected",
        "produits des contrats avec des clients, taxes collectées comprises",
    ),
    Concept(
        "us-gaap",
        "Revenues",
        "revenue",
        "revenue from all sources",
        "produits de toute origine",
    ),
    Concept(
        "us-gaap",
        "SalesRevenueNet",
        "revenue",
        "net sales, as tagged until 2018",
        "ventes nettes, étiquette en usage jusqu'en 2018",
    ),
    Concept(
        "ifrs-full",
        "Revenue",
        "revenue",
        "revenue, by IFRS",
        "produits des activités ordinaires, selon les IFRS",
    ),
)

#: Concepts by name. Of all the others in a file the importer only says how many facts there are.
BY_NAME: Final = {concept.name: concept for concept in CONCEPTS}
