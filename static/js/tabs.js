// Tabs, and the menu of the settings: on a narrow screen their row scrolls; the current one must be seen.
for (const tab of document.querySelectorAll(":is(.tabs, .settings__nav) [aria-current]")) {
  const row = tab.parentElement;
  row.scrollLeft = tab.offsetLeft + tab.offsetWidth - row.offsetLeft - row.clientWidth;
}
