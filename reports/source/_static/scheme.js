// Before the page is drawn: light or dark, as the reader chose last.
document.body.dataset.theme = localStorage.getItem("theme") || "auto";
