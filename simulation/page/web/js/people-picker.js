// The people picker of cards: the client itself searches the directory, and sends a person's id.

const { Choice, ChoiceSetInput } = window.AdaptiveCards;

export const PEOPLE = ["graph.microsoft.com/users", "graph.microsoft.com/users?scope=currentContext"];
const OPEN = "ac-choiceSetInput-filtered-dropdown-open";

// `directory`: {people(dataset, text), person(id)}, both of {title, value}.
export function letPickPeople(applet, directory) {
  const pickers = () => applet.card.getAllInputs().filter((input) =>
    input instanceof ChoiceSetInput && PEOPLE.includes(input.choicesData?.dataset));

  // The renderer would send the words of what it fetched, so that these become choices of its own.
  const find = async ({ dataset, filter }) => {
    const found = await directory.people(dataset, filter);
    pickers().filter((input) => input.choicesData.dataset === dataset)
      .forEach((input) => found.forEach((person) => offer(input, person)));
    return [];
  };

  const prepare = () => pickers().forEach((input) => {
    const box = input.renderedElement?.querySelector("input");
    if (!box) return;
    box.autocomplete = "off";
    box.setAttribute("aria-label", input.label ?? input.placeholder ?? "");
    // Whoever is pressed in the list is chosen before the box is left.
    box.nextElementSibling.addEventListener("mousedown", (event) => event.preventDefault());
    box.addEventListener("blur", () => leave(input, box));
    if (input.defaultValue) showChosen(input, box, directory);
  });

  return { find, prepare };
}

function offer(input, { title, value }) {
  if (!input.choices.some((choice) => choice.value === value)) {
    input.choices.push(new Choice(title, value));
  }
}

async function showChosen(input, box, directory) {
  box.value = "";
  const person = await directory.person(input.defaultValue).catch(() => null);
  if (!person) return;
  offer(input, person);
  box.value ||= person.title;
}

// Words that name nobody are no choice.
function leave(input, box) {
  box.nextElementSibling.classList.remove(OPEN);
  if (!input.choices.some((choice) => choice.title === box.value)) box.value = "";
}
