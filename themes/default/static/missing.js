// On the page for addresses that lead nowhere: mends its links, which are written for the root of the site. The page looks
// for this file at several depths, and where it was found says where that root is.
(() => {
  const page = document.documentElement;
  if (page.dataset.found) return;
  page.dataset.found = "yes";
  const here = document.currentScript.src;
  const root = here.slice(0, here.lastIndexOf("assets/"));
  if (root === new URL(".", location.href).href) return;
  for (const name of ["href", "action", "data-client", "data-worker", "data-highlighter", "data-engine", "data-module", "data-offline-engine"]) {
    for (const one of document.querySelectorAll(`body [${name}]`)) {
      const written = one.getAttribute(name);
      if (!/^([a-z]+:|#|\/)/i.test(written)) one.setAttribute(name, new URL(written, root).href);
    }
  }
  // The scripts of every page were looked for in the wrong place too. They wait for an event that will be over by then.
  addEventListener("DOMContentLoaded", async () => {
    const loads = [...document.querySelectorAll("head script:not([defer])")].map((old) => {
      const script = document.createElement("script");
      script.src = new URL(old.getAttribute("src"), root).href;
      script.async = false;
      return new Promise((resolve) => {
        script.onload = script.onerror = resolve;
        document.head.append(script);
      });
    });
    await Promise.all(loads);
    dispatchEvent(new Event("DOMContentLoaded"));
  }, { once: true });
})();
