// Where it begins, when somebody has turned to the search.

function start() {
  const dialog = byId("lb-find");
  if (dialog) new FindDialog(dialog);
  else new ResultsPage();
}
