// Draws Mermaid's diagrams with the library that the knowledge base brings. What can't be drawn stays as it was written.
(() => {
  const library = document.currentScript.dataset.library, words = globalThis.lookbackDiagramWords;
  const isDark = matchMedia("(prefers-color-scheme: dark)");
  let number = 0, turn = 0;

  const load = () => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = library;
    script.onload = resolve;
    script.onerror = () => reject(new Error(words["diagram.not-loaded"]));
    document.head.append(script);
  });

  /// Light or dark, as the page is now.
  const themeOf = () => {
    const { colorScheme } = getComputedStyle(document.documentElement);
    const night = colorScheme === "dark" || (colorScheme !== "light" && isDark.matches);
    return night ? "dark" : "neutral";
  };

  /// A place for the drawing, and its source folded away below.
  const frame = (code) => {
    const figure = document.createElement("figure"), drawing = document.createElement("div");
    const details = document.createElement("details"), summary = document.createElement("summary");
    figure.className = "diagram";
    drawing.className = "drawing";
    drawing.tabIndex = 0;
    drawing.role = "group";
    drawing.setAttribute("aria-label", words["diagram.label"]);
    summary.textContent = words["diagram.source"];
    details.append(summary);
    figure.append(drawing, details);
    code.before(figure);
    details.append(code);
    return figure;
  };

  const fail = (code, error) => {
    const figure = code.closest(".diagram");
    if (figure) figure.replaceWith(code);
    if (code.nextElementSibling?.classList.contains("undrawn")) return;
    const note = document.createElement("p");
    note.className = "cap undrawn";
    const reason = String(error?.message ?? error).split("\n")[0].replace(/:$/, "");
    note.textContent = words["diagram.failed"].replace("{error}", () => reason);
    code.after(note);
  };

  const draw = async (codes) => {
    const now = ++turn;
    mermaid.initialize({ startOnLoad: false, securityLevel: "strict", suppressErrorRendering: true, theme: themeOf(), fontFamily: "inherit" });
    for (const code of codes) {
      const id = `lb-diagram-${++number}`;
      let refused = null;
      const listen = ({ violatedDirective }) => { refused = new Error(words["diagram.forbidden"].replace("{rule}", () => violatedDirective)); };
      document.addEventListener("securitypolicyviolation", listen);
      try {
        const { svg } = await mermaid.render(id, code.querySelector("pre").textContent);
        if (now !== turn) return;
        const figure = code.closest(".diagram") ?? frame(code);
        figure.firstChild.innerHTML = svg;
        // Violations are told a moment later.
        await new Promise((resolve) => setTimeout(resolve, 50));
        if (refused) throw refused;
      } catch (error) {
        document.getElementById(`d${id}`)?.remove();
        fail(code, refused ?? error);
      } finally {
        document.removeEventListener("securitypolicyviolation", listen);
      }
    }
  };

  addEventListener("DOMContentLoaded", async () => {
    const codes = [...document.querySelectorAll(".code")].filter((code) => code.querySelector("pre.mermaid"));
    try {
      await load();
    } catch (error) {
      codes.forEach((code) => fail(code, error));
      return;
    }
    let drawn = themeOf();
    const again = () => {
      if (themeOf() === drawn) return;
      drawn = themeOf();
      draw(codes);
    };
    isDark.addEventListener("change", again);
    new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    draw(codes);
  });
})();
