// Shows the theme that was chosen before anything is painted. The studio itself arrives too late for that.
try {
  const { theme } = JSON.parse(localStorage.getItem("tutti.settings")) ?? {};
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {
  // Nothing stored, or nothing may be stored: the system's theme it is.
}
