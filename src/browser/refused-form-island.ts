// A refused form is answered at the form's own address, and that answer would stand in the history as a posting: whoever
// went back to it, or loaded it again, was asked by the browser whether to send everything once more. It takes the address
// of the page where the form was.

const from = document.referrer;
const isOurs = from.startsWith(`${location.origin}/`);
history.replaceState(history.state, "", isOurs ? from : location.href);
