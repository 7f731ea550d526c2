import "./css/poster.css";

document.addEventListener("click", (event) => {
  if ((event.target as Element).closest("[data-print]")) print();
});
