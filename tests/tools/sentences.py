"""Random sentences of the grammar, read from grammar/schema.y itself.

What recovers from mistakes, and what is spelt as before edition 1, is left out; so is what the
parser itself refuses: `edition` after the first item, `not` in a partition, `by` anything but
migration, and a partition as a line of a generator, which is taken for a missing brace."""

import random
import re

TOKEN = re.compile(r"""
    \s+ | //[^\n]* | /\*.*?\*/
  | (?P<quoted>"[^"]*") (?:\[\w+\])? | (?P<name>%?\w+) (?:\[\w+\])? | (?P<sign>[:|;])
""", re.X | re.S)
LEFT_OUT = ("error", "skipped", "skipped_block", "stop_start")
COMPARISONS = {f'"{sign}"' for sign in ("<", "<=", ">", ">=", "==", "!=")}
NAMES = ["a", "nvs", "ota_0", "www", "X", "_y", "long_name_of_something_that_is_long"]
STRINGS = ['"x"', '"my data"', '"a/long/path/to/some/file/of/the/project.bin"', '"\\"\\\\"']
INTEGERS = ["0", "1", "4K", "16M", "0x1000", "0xffff_ffff"]


def without_actions(text):
    """The rules, and what each action does as a token: `{spelling}` or nothing."""
    out, depth = [], 0
    for part in re.split(r'("(?:[^"\\\n]|\\.)*"|//[^\n]*|\{|\})', text):
        if part == "{":
            depth += 1
        elif part == "}":
            depth -= 1
        elif depth == 0:
            out.append(part)
        elif "spelling_" in part:
            out.append(" OLD_SPELLING ")
    return "".join(out)


def read_grammar(text):
    """{symbol: [[symbol, ...], ...]}"""
    rules = re.sub(r"^%type .*", "", text.split("\n%%")[1], flags=re.M)
    tokens = [m for m in TOKEN.finditer(without_actions(rules)) if m.lastgroup]
    rules, name = {}, None
    for i, token in enumerate(tokens):
        word = token[token.lastgroup]
        if i + 1 < len(tokens) and tokens[i + 1]["sign"] == ":" and token["name"]:
            name = word
            rules[name] = [[]]
        elif word == "|":
            rules[name].append([])
        elif word not in (":", ";"):
            rules[name][-1].append(word)
    return {name: [[word for word in choice if word not in ("%empty",)]
                   for choice in tidy(choices)] for name, choices in rules.items()}


def is_refused(choice):
    return (bool(set(choice) & {"OLD_SPELLING", *LEFT_OUT}) or choice.count("IDENTIFIER") > 1
            or (len(choice) > 1 and choice[0] in ('"edition"', '"not"')))


def tidy(choices):
    cut = [choice[:choice.index("%prec")] if "%prec" in choice else choice for choice in choices]
    return [choice for choice in cut if not is_refused(choice)]


class Sentences:
    def __init__(self, grammar, seed):
        self.rules = read_grammar(grammar)
        self.random = random.Random(seed)
        self.depths = self.find_depths()

    def find_depths(self):
        """How deep each symbol is at least."""
        depths, is_changed = {}, True
        while is_changed:
            is_changed = False
            for name, choices in self.rules.items():
                known = [1 + max((self.depth(word, depths) for word in choice), default=0)
                         for choice in choices]
                least = min(known, default=float("inf"))
                if least < depths.get(name, float("inf")):
                    depths[name], is_changed = least, True
        return depths

    def depth(self, word, depths):
        return depths.get(word, float("inf")) if word in self.rules else 0

    def terminal(self, word):
        if word == "IDENTIFIER":
            return self.random.choice(NAMES)
        if word == "STRING":
            return self.random.choice(STRINGS)
        if word == "INTEGER":
            return self.random.choice(INTEGERS)
        if word == "FLOAT":
            return "1.5f"
        return "" if word == "END_OF_FILE" else word.strip('"')

    def choice(self, name, room):
        fitting = [choice for choice in self.rules[name]
                   if all(self.depth(word, self.depths) <= room for word in choice)]
        if fitting:
            return self.random.choice(fitting)
        return min(self.rules[name], key=lambda choice: max(
            (self.depth(word, self.depths) for word in choice), default=0))

    def expand(self, word, room):
        if word not in self.rules:
            return [self.terminal(word)]
        choice = self.choice(word, room)
        if word == "value" and COMPARISONS & set(choice):  # they do not chain
            choice = ['"("', "primary", choice[1], "primary", '")"']
        text = [token for part in choice for token in self.expand(part, room - 1)]
        return ["".join(text)] if word == "type" else text

    def sentence(self, symbol="file", room=14):
        return " ".join(token for token in self.expand(symbol, room) if token)
