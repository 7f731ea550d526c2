import "./css/journeys.css";
import Sortable from "sortablejs";

function field(form: HTMLFormElement, name: string, value: number): void {
  const input = form.elements.namedItem(name);
  if (input instanceof HTMLInputElement) input.value = String(value);
}

/** Stages are dragged by their handle; one form says where to. */
function sorting(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-moves]");
  const list = document.querySelector<HTMLElement>("[data-stages]");
  if (!form || !list) return;
  Sortable.create(list, {
    handle: "[data-handle]",
    draggable: "[data-stage]",
    animation: 150,
    ghostClass: "is-lifted",
    onEnd: ({ item, oldDraggableIndex, newDraggableIndex }) => {
      if (oldDraggableIndex === newDraggableIndex) return;
      field(form, "stage", Number(item.dataset["stage"]));
      field(form, "place", (newDraggableIndex ?? 0) + 1);
      form.requestSubmit();
    },
  });
}

sorting();
