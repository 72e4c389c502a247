// Listens to the page.

function serve() {
  let session, source;
  port.onmessage = ({ data }) => {
    if (data.type === "open") {
      source = data.urls ? httpSource(data.urls) : pageSource(glue);
      session = new Session(source);
    } else if (data.type === "ask") {
      session.ask(data);
    } else {
      source.settle(data);
    }
  };
}
