// Hands Teams the ticket, or says that there is none. Teams closes the window then.
(async () => {
  const { outcome, ticket, declined } = document.body.dataset;
  const { app, authentication } = window.microsoftTeams;
  await app.initialize();
  if (outcome === "done") authentication.notifySuccess(ticket);
  if (outcome === "declined") authentication.notifyFailure(declined);
})();
