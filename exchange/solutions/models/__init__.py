"""Models of the solutions wiki."""

from exchange.solutions.models.adoption import Adoption, AdoptionChange, CoupledSoftware
from exchange.solutions.models.details import Contact, Provider, Screenshot
from exchange.solutions.models.inquiry import Inquiry
from exchange.solutions.models.solution import SolutionIndexPage, SolutionPage

__all__ = [
    "Adoption",
    "AdoptionChange",
    "Contact",
    "CoupledSoftware",
    "Inquiry",
    "Provider",
    "Screenshot",
    "SolutionIndexPage",
    "SolutionPage",
]
