// Chinese passages are announced and broken as Chinese: mark every box with the Chinese summary.
document.addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll(".zh-summary")) box.lang = "zh-Hans";
});
