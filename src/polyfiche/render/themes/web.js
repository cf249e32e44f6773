// The only script of a page: a click on the link of a card copies its address, and says so.
const said = document.getElementById("_said");
let timer = 0;

const say = (text) => {
  clearTimeout(timer);
  said.textContent = "";
  const hush = () => { said.textContent = ""; };
  const speak = () => {
    said.textContent = text;
    timer = setTimeout(hush, 4000);
  };
  timer = setTimeout(speak, 50); // a screen reader reads what is new
};

const copyByHand = (text) => {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
};

const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { // no secure context, or no permission
    return copyByHand(text);
  }
};

for (const link of document.querySelectorAll(".anchor")) {
  link.setAttribute("aria-label", said.dataset.copy);
  link.title = said.dataset.copy;
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const done = await copy(link.href);
    link.focus();
    if (done) say(said.dataset.copied);
    else location.hash = link.hash;
  });
}
