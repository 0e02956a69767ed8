"""What a list shows, as the person put it together: view, words, filters, order, columns; kept between starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity, Filter
from crm_desktop.entity.fitting import fit
from crm_desktop.entity.query import Condition, ListQuery
from crm_desktop.entity.views import View, first_view, views_of
from crm_desktop.ui.memory import Memory

ALL = "all"


@dataclass
class Layout:
    """How one view is laid out; () where columns and order are the kind's own."""

    columns: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    group: str = ""
    step: str = "month"
    figure: str = "sum"
    pinned: int = 0

    @classmethod
    def of(cls, query: ListQuery) -> Layout:
        """That of a saved view."""
        return cls(query.columns, query.order, query.group, query.step, query.figure, query.pinned)

    @classmethod
    def kept(cls, kept: dict[str, Any]) -> Layout:
        """As it was remembered; what cannot be read is as at first."""
        made = cls(_names(kept.get("columns")), _names(kept.get("order")))
        for name in ("group", "step", "figure"):
            if isinstance(kept.get(name), str):
                setattr(made, name, kept[name])
        if isinstance(kept.get("pinned"), int):
            made.pinned = kept["pinned"]
        return made


class ListState(QObject):
    """The question a list asks. A chip ("all", "ready:NAME" or "view:ID") is its ground, the rest is put on top."""

    rows_changed = Signal()
    """Other rows, or the same in another order."""
    columns_changed = Signal()
    views_changed = Signal()

    def __init__(self, company: Company, entity: Entity, memory: Memory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.company, self.entity, self._memory = company, entity, memory
        self.words = ""
        self.conditions: tuple[Condition, ...] = ()
        self.any = False
        """Whether one of the conditions is enough."""
        self.ready: tuple[str, ...] = ()
        """Ready filters put on top of the chip's."""
        self.views: list[View] = views_of(company, entity)
        self._layouts: dict[str, Layout] = {}
        self.chip = ALL
        self._step_onto(self._recall())

    # What is asked ------------------------------------------------------------------------------------------------

    def query(self) -> ListQuery:
        """The whole question, columns included, as a saved view or an export takes it."""
        base = self.ready_of_chip()
        ready = (*base, *(name for name in self.ready if name not in base))
        layout = self.layout()
        return ListQuery(
            self.words, self.conditions, ready, self.order(), self.columns(), any=self.any,
            group=self.group(), step=layout.step, figure=layout.figure, pinned=self.pinned(),
        )  # fmt: skip

    def ready_of_chip(self) -> tuple[str, ...]:
        """The ready filter that the chip stands for."""
        return (self.chip.partition(":")[2],) if self.chip.startswith("ready:") else ()

    def order(self) -> tuple[str, ...]:
        """The columns it is sorted by; those of the kind where none was chosen."""
        chosen = tuple(name for name in self.layout().order if self._known(name.lstrip("-")))
        return chosen or self.entity.order

    def columns(self) -> tuple[str, ...]:
        """The columns shown, in order."""
        chosen = tuple(name for name in self.layout().columns if self._known(name))
        return chosen or tuple(name for name in self.entity.list if self._known(name))

    def group(self) -> str:
        """The column by which the list is parted into groups; "" for none."""
        group = self.layout().group
        return group if self._known(group.lstrip("-")) else ""

    def pinned(self) -> int:
        """How many columns at the left stay in sight."""
        return min(self.layout().pinned, len(self.columns()) - 1)

    def filtered(self) -> bool:
        """Whether anything keeps records out of the list."""
        return bool(self.words.strip() or self.conditions or self.ready or self.chip != ALL)

    def extra(self) -> list[Filter]:
        """The ready filters put on top, which can be taken off one by one."""
        return [ready for ready in self.entity.filters if ready.name in self.ready]

    def view(self) -> View | None:
        """The saved view whose chip is chosen."""
        number = self.chip.partition(":")[2] if self.chip.startswith("view:") else ""
        return next((view for view in self.views if str(view.id) == number), None)

    def view_like(self, query: ListQuery) -> View | None:
        """The saved view that asks for the same, if there is one; never for a query that asks for everything."""
        same = (view for view in self.views if view.query == query)
        return next(same, None) if query != ListQuery() else None

    def differs(self) -> bool:
        """Whether the saved view that is chosen shows something else by now."""
        view = self.view()
        return view is not None and self.fitting(view.query).with_(widths=()) != self.query()

    # Changing it --------------------------------------------------------------------------------------------------

    def choose(self, chip: str) -> None:
        """Take another ground. A saved view brings its own words and filters and takes them away again."""
        if chip == self.chip and not self.differs():
            return
        if self.view() is not None or chip.startswith("view:"):
            self._take_all_off()
        self._step_onto(chip)
        self._remember()
        self.columns_changed.emit()
        self.rows_changed.emit()

    def discard(self) -> None:
        """Show the saved view that is chosen as it was saved."""
        if self.differs():
            self._step_onto(self.chip)
            self.columns_changed.emit()
            self.rows_changed.emit()

    def set_words(self, words: str) -> None:
        """Show only records that hold these words."""
        if words.strip() != self.words.strip():
            self.words = words
            self.rows_changed.emit()

    def set_condition(self, condition: Condition, at: int | None = None) -> None:
        """Put a filter on top, or in the place of another."""
        listed = list(self.conditions)
        if at is None or not 0 <= at < len(listed):
            listed.append(condition)
        else:
            listed[at] = condition
        self.conditions = tuple(listed)
        self.rows_changed.emit()

    def take_off(self, at: int) -> None:
        """Take one filter off."""
        self.conditions = self.conditions[:at] + self.conditions[at + 1 :]
        self.rows_changed.emit()

    def set_any(self, on: bool) -> None:
        """Let one of the conditions be enough, or ask for all of them."""
        if on != self.any:
            self.any = on
            self.rows_changed.emit()

    def set_ready(self, name: str, on: bool) -> None:
        """Put a ready filter on top, or take it off."""
        self.ready = tuple(one for one in self.ready if one != name) + ((name,) if on else ())
        self.rows_changed.emit()

    def clear(self) -> None:
        """Show all records again."""
        self._take_all_off()
        self._step_onto(ALL)
        self._remember()
        self.columns_changed.emit()
        self.rows_changed.emit()

    def sort_by(self, name: str) -> None:
        """Sort by a column; once more: the other way round."""
        first = self.order()[0] if self.order() else ""
        self.layout().order = (f"-{name}" if first == name else name,)
        self._remember()
        self.rows_changed.emit()

    def set_columns(self, names: Sequence[str]) -> None:
        """Show these columns; () is the kind's own again."""
        self.layout().columns = () if tuple(names) == self.entity.list else tuple(names)
        self._remember()
        self.columns_changed.emit()

    def set_group(self, group: str, *, step: str | None = None, figure: str | None = None) -> None:
        """Part the list into groups by a column ("-name": the last group first), or no more ("")."""
        layout = self.layout()
        layout.group, layout.step, layout.figure = group, step or layout.step, figure or layout.figure
        self._remember()
        self.rows_changed.emit()

    def set_pinned(self, columns: int) -> None:
        """Keep so many columns at the left in sight."""
        self.layout().pinned = columns
        self._remember()
        self.columns_changed.emit()

    def turn_pinned(self, place: int) -> None:
        """Keep the columns up to one in sight, or no more where they are pinned up to that one already."""
        self.set_pinned(0 if self.pinned() == place + 1 else place + 1)

    def forget_layout(self) -> None:
        """Columns and order as the view, or the kind, has them."""
        self._layouts[self.layout_key()] = self._ground()
        self._remember()
        self.columns_changed.emit()
        self.rows_changed.emit()

    def bring_back(self, key: str, layout: Layout) -> None:
        """Lay a view out as it was before `forget_layout`."""
        self._layouts[key] = layout
        self._remember()
        if key == self.layout_key():
            self.columns_changed.emit()
            self.rows_changed.emit()

    def reload_views(self, choose: int | None = None) -> None:
        """Read the saved views anew; one may be gone, another chosen."""
        self.views = views_of(self.company, self.entity)
        if choose is not None:
            self._step_onto(f"view:{choose}")  # with its columns and order, which are those shown now
            self._remember()
        elif not self._known_chip(self.chip):
            self.clear()
        self.views_changed.emit()

    def fit_to_columns(self) -> None:
        """A column may be gone (a field of the owner's that was taken back): filters on it go along."""
        fitting = self.fitting(ListQuery(conditions=self.conditions))
        self.conditions = fitting.conditions

    def fitting(self, query: ListQuery) -> ListQuery:
        """A query as it can be asked today: without columns and filters that are there no more."""
        found, _lacking = fit(self.company, self.entity, query)
        return found.with_(order=found.order or self.entity.order, columns=found.columns or self.entity.list)

    # Memory -------------------------------------------------------------------------------------------------------

    def keep(self) -> dict[str, Any]:
        """What a page built anew in another language takes back."""
        return {"words": self.words, "conditions": self.conditions, "ready": self.ready, "any": self.any}

    def take_back(self, kept: dict[str, Any]) -> None:
        """Put words and filters back."""
        self.words, self.conditions, self.ready = kept["words"], kept["conditions"], kept["ready"]
        self.any = kept["any"]
        self.fit_to_columns()
        self.rows_changed.emit()

    def _known(self, name: str) -> bool:
        return self.company.has_column(self.entity, name)

    def _take_all_off(self) -> None:
        self.words, self.conditions, self.ready, self.any = "", (), (), False

    def layout_key(self) -> str:
        """Under which name columns, widths and order of the chosen view are kept."""
        return self.chip if self.chip.startswith("view:") else ALL

    def layout(self) -> Layout:
        """How the view that is chosen is laid out."""
        return self._layouts.setdefault(self.layout_key(), Layout())

    def laid_out(self) -> bool:
        """Whether columns, order or groups are others than the view, or the kind, has them."""
        return self.layout() != self._ground()

    def _ground(self) -> Layout:
        view = self.view()
        return Layout.of(self.fitting(view.query)) if view is not None else Layout()

    def _step_onto(self, chip: str) -> None:
        self.chip = chip
        view = self.view()
        if view is None:
            return
        query = self.fitting(view.query)
        self.words, self.conditions, self.ready, self.any = query.words, query.conditions, query.ready, query.any
        self._layouts[chip] = Layout.of(query)

    def _known_chip(self, chip: str) -> bool:
        what, _colon, name = chip.partition(":")
        if what == "ready":
            return any(ready.name == name and ready.pinned for ready in self.entity.filters)
        return chip == ALL or any(str(view.id) == name for view in self.views)

    def _recall(self) -> str:
        """Read the kind's own columns and order back, and tell the chip; a view has its own in the file."""
        kept = self._memory.get(f"list.{self.entity.name}", {})
        self._layouts[ALL] = Layout.kept(kept)
        chip: object = kept.get("chip")
        first = first_view(self.company, self.entity)
        if first is not None and self._known_chip(f"view:{first}"):
            chip = f"view:{first}"
        return chip if isinstance(chip, str) and self._known_chip(chip) else ALL

    def _remember(self) -> None:
        layout = self._layouts[ALL]
        kept = {**asdict(layout), "chip": self.chip, "columns": list(layout.columns), "order": list(layout.order)}
        self._memory.set(f"list.{self.entity.name}", kept)


def _names(value: object) -> tuple[str, ...]:
    return tuple(name for name in value if isinstance(name, str)) if isinstance(value, list) else ()
