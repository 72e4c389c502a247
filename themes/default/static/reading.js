// For long reading: contents that follow it, and buttons that copy code and the address of a heading.
addEventListener("DOMContentLoaded", () => {
  /// How long a button says that it has copied, in milliseconds.
  const THANKS = 1500;
  /// How near the top of the window is, in pixels.
  const NEAR = 100;
  const prose = document.querySelector(".prose"), words = globalThis.lookbackWords;
  if (!prose) return;

  const follow = () => {
    const lines = [...document.querySelectorAll(".toc a")];
    const parts = lines.map((line) => document.getElementById(decodeURIComponent(line.hash.slice(1)))).filter(Boolean);
    if (parts.length !== lines.length || !lines.length) return;
    const list = document.querySelector(".toc");
    let current = null;
    // A part is being read from when its heading comes near the top of the window until the next one does.
    const mark = () => {
      const passed = parts.findLastIndex((part) => part.getBoundingClientRect().top <= NEAR);
      const ends = scrollY + innerHeight >= document.documentElement.scrollHeight - 2 && scrollY > 0;
      const line = lines[ends ? lines.length - 1 : passed];
      if (line === current) return;
      current?.removeAttribute("aria-current");
      line?.setAttribute("aria-current", "location");
      current = line;
      if (!line || list.scrollHeight <= list.clientHeight) return;
      const away = line.getBoundingClientRect().top - list.getBoundingClientRect().top;
      if (away < 0 || away > list.clientHeight - 40) list.scrollTop += away - list.clientHeight / 2;
    };
    const observer = new IntersectionObserver(mark, { rootMargin: `${-NEAR}px 0px 0px 0px`, threshold: [0, 1] });
    [...parts, document.querySelector(".foot")].filter(Boolean).forEach((part) => observer.observe(part));
  };

  const status = document.createElement("p");
  status.className = "vh";
  status.role = "status";
  document.body.append(status);

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without the newer way (plain http), the older one.
      const field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      if (!done) throw new Error("copying is not allowed");
    }
  };

  const copied = (button, shown, said) => {
    const before = button.textContent;
    button.textContent = shown;
    status.textContent = said;
    setTimeout(() => {
      button.textContent = before;
      status.textContent = "";
    }, THANKS);
  };

  for (const code of prose.querySelectorAll(".code > pre")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words["script.copy"];
    button.setAttribute("aria-label", words["script.copy-code"]);
    button.addEventListener("click", async () => {
      if (button.textContent !== words["script.copy"]) return;
      try {
        await copy(code.textContent);
        copied(button, words["script.copied"], words["script.code-copied"]);
      } catch {
        getSelection().selectAllChildren(code);
      }
    });
    code.after(button);
  }

  // The link still leads to its heading; what it leads to can be pasted as well.
  prose.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a.hash");
    if (!link || link.textContent !== "#" || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    try {
      await copy(link.href);
      copied(link, "✓", words["script.address-copied"]);
    } catch {}
  });

  follow();
});
