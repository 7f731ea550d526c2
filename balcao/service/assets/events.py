from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class AssetFact(Fact):
    subject_type = "asset"


@dataclass(frozen=True, slots=True)
class AssetAdded(AssetFact):
    state: str


@dataclass(frozen=True, slots=True)
class AssetChanged(AssetFact):
    fields: list[str]


@dataclass(frozen=True, slots=True)
class AssetMoved(AssetFact):
    """It went from one state of its life to another."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AssetGiven(AssetFact):
    """It went from one owner to another; None is nobody."""

    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class AssetTied(AssetFact):
    kind: str
    other_id: int


@dataclass(frozen=True, slots=True)
class AssetUntied(AssetFact):
    kind: str
    other_id: int


@dataclass(frozen=True, slots=True)
class AssetLinked(AssetFact):
    ticket_id: int


@dataclass(frozen=True, slots=True)
class AssetUnlinked(AssetFact):
    ticket_id: int


@dataclass(frozen=True, slots=True)
class WarrantyEnding(AssetFact):
    """Its keepers were told that its warranty ends."""


@dataclass(frozen=True, slots=True)
class OwnerGone(AssetFact):
    """Its keepers were told that its owner works here no longer."""


@dataclass(frozen=True, slots=True)
class AssetRemoved(AssetFact):
    """It was written down by mistake and is deleted."""


@dataclass(frozen=True, slots=True)
class AssetTypeFact(Fact):
    subject_type = "asset_type"


@dataclass(frozen=True, slots=True)
class AssetTypeAdded(AssetTypeFact):
    pass


@dataclass(frozen=True, slots=True)
class AssetTypeChanged(AssetTypeFact):
    fields: list[str]


@dataclass(frozen=True, slots=True)
class AssetTypeRemoved(AssetTypeFact):
    pass


@dataclass(frozen=True, slots=True)
class ContractFact(Fact):
    subject_type = "contract"


@dataclass(frozen=True, slots=True)
class ContractAdded(ContractFact):
    pass


@dataclass(frozen=True, slots=True)
class ContractChanged(ContractFact):
    fields: list[str]


@dataclass(frozen=True, slots=True)
class ContractEnded(ContractFact):
    pass


@dataclass(frozen=True, slots=True)
class ContractRemoved(ContractFact):
    pass


@dataclass(frozen=True, slots=True)
class ContractEnding(ContractFact):
    """Its keepers were told that it ends soon."""


@dataclass(frozen=True, slots=True)
class AssetsImported(Fact):
    subject_type = "asset_import"
    added: int
    changed: int
    refused: int
