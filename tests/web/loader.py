"""The WebAssembly build with its loader, on files in memory: in Node and in a browser."""

import functools
import html
import http.server
import json
import pathlib
import shutil
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, SCHEMAC, equal, need, run, run_tests  # noqa: E402

SIZE_LIMIT = 1088 << 10 # bytes; compressed, as it is sent, it has half of that

# Compiles a schema that includes another; both lie in memory alone.
SCRIPT = """
import { Files, run } from "./schemac.mjs";

export async function compile(module) {
    const files = new Files();
    files.write("/project/input.pschema", `schema demo revision 1;
target esp32 { flash 4M; }
include "parts.pschema";
table main {
    partition app app.factory size ROOM_FOR_AP;
}
`);
    files.write("/project/parts.pschema", "const ROOM_FOR_APP = 1M;\\n");
    const options = { files, directory: "/project" };
    const wrong = await run(module, ["check", "input.pschema"], options);
    const text = new TextDecoder().decode(files.read("/project/input.pschema"));
    files.write("/project/input.pschema", text.replace("ROOM_FOR_AP", "ROOM_FOR_APP"));
    const right = await run(module, ["compile", "input.pschema", "-o", "out"], options);
    const piped = await run(module, ["fmt", "-"], { stdin: text });
    const show = (bytes) => new TextDecoder().decode(bytes);
    return JSON.stringify({
        wrong: [wrong.status, show(wrong.stderr)],
        right: [right.status, show(right.stderr)],
        out: files.list("/project/out"),
        bytes: files.read("/project/out/main.bin")?.length,
        piped: [piped.status, show(piped.stdout) === text],
    });
}
"""

PAGE = """<!doctype html><title>waiting</title><pre></pre><script type="module">
import { compile } from "./compile.mjs";
const module = await WebAssembly.compileStreaming(fetch("schemac.wasm"));
document.querySelector("pre").textContent = await compile(module);
</script>
"""


def prepare():
    shutil.copy(PROJECT / "compiler/web/schemac.mjs", ".")
    shutil.copy(SCHEMAC, "schemac.wasm")
    pathlib.Path("compile.mjs").write_text(SCRIPT.replace("\\\\n", "\\n"))


def check(text):
    result = json.loads(text)
    status, message = result["wrong"]
    equal(status, 1)
    assert "input.pschema:5:36: error: " in message, message
    equal(result["right"], [0, ""])
    assert "demo.h" in result["out"] and "main.csv" in result["out"], result["out"]
    equal(result["piped"], [0, True])


def test_size():
    size = pathlib.Path(SCHEMAC).stat().st_size
    assert size < SIZE_LIMIT, f"{size} bytes, of {SIZE_LIMIT}"


def test_memory_in_node():
    prepare()
    pathlib.Path("main.mjs").write_text("""
import fs from "node:fs";
import { compile } from "./compile.mjs";
console.log(await compile(await WebAssembly.compile(fs.readFileSync("schemac.wasm"))));
""")
    result = run(need("node"), "main.mjs")
    equal(result.stderr, "")
    check(result.stdout)


def test_memory_in_a_browser():
    chromium = need("chromium")
    prepare()
    pathlib.Path("index.html").write_text(PAGE)

    class Handler(http.server.SimpleHTTPRequestHandler):
        extensions_map = {".mjs": "text/javascript", ".wasm": "application/wasm",
                          ".html": "text/html"}

        def log_message(self, *_):
            pass

    handler = functools.partial(Handler, directory=".")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = f"http://127.0.0.1:{server.server_address[1]}/index.html"
        result = run(chromium, "--headless", "--no-sandbox", "--disable-gpu",
                     "--user-data-dir=profile", "--virtual-time-budget=20000", "--dump-dom", page)
        server.shutdown()
    text = result.stdout.partition("<pre>")[2].partition("</pre>")[0]
    assert text, result.stdout + result.stderr
    check(html.unescape(text))


run_tests(globals())
