// Filters and pages of a list change it in place. Without this file, or from disk, each is a page of its own.
(() => {
  if (!location.protocol.startsWith("http")) return;
  const choices = ".filters a, .pager a", id = "lb-main";
  let shown = location.pathname, asked = 0;

  // Around the list, both pages are the same but for the way to the root of the site.
  const around = (page) =>
    [...page.querySelectorAll("body :is([href], [action])")].filter((one) => !one.closest(`#${id}`));

  const take = (page, url, link) => {
    const main = page.getElementById(id), old = around(document), fresh = around(page);
    if (!main?.querySelector(".filters") || old.length !== fresh.length) throw new Error("another kind of page");
    if (link) history.pushState(null, "", url);
    shown = location.pathname;
    document.title = page.title;
    old.forEach((one, at) => {
      for (const { name, value } of fresh[at].attributes) one.setAttribute(name, value);
    });
    document.getElementById(id).replaceWith(document.adoptNode(main));
    main.tabIndex = -1;
    (main.querySelector(".fl[aria-current]") ?? main).focus({ preventScroll: true });
    if (link?.closest(".pager")) scrollTo(0, 0);
  };

  // `link` is what was followed; without one, a reader went back or forth.
  const show = async (url, link) => {
    const turn = ++asked;
    try {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (turn === asked) take(page, url, link);
    } catch {
      if (turn === asked) location.assign(url);
    }
  };

  addEventListener("click", (event) => {
    const link = event.target.closest?.(choices);
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link.href, link);
  });
  addEventListener("popstate", () => {
    if (location.pathname !== shown) show(location.href);
  });
})();
