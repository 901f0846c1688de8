// schemac in Node: node node.mjs [SCHEMAC.WASM] WORD...
//
// Files are read when schemac asks for them, and those that it wrote are written when it has ended.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Files, run } from "./schemac.mjs";

function source(name) {
    try {
        const status = fs.lstatSync(name);
        if (status.isSymbolicLink()) {
            return { kind: "link", target: fs.readlinkSync(name) };
        }
        if (status.isDirectory()) {
            return { kind: "directory", names: fs.readdirSync(name) };
        }
        return status.isFile() ? { kind: "file", bytes: fs.readFileSync(name) } : undefined;
    } catch {
        return undefined; // it cannot be read
    }
}

/// Writes what has changed; returns what could not be written.
function save(directory) {
    const failures = [];
    for (const node of directory.entries.values()) {
        try {
            if (node?.changed && node.kind === "directory") {
                fs.mkdirSync(node.path, { recursive: true });
            } else if (node?.changed && node.kind === "file") {
                fs.writeFileSync(node.path, node.bytes.subarray(0, node.length));
            }
        } catch (error) {
            failures.push(error.message);
            continue;
        }
        if (node?.kind === "directory") {
            failures.push(...save(node));
        }
    }
    return failures;
}

const words = process.argv.slice(2);
const own = path.join(path.dirname(fileURLToPath(import.meta.url)), "schemac.wasm");
const wasm = words[0]?.endsWith(".wasm") ? words.shift() : own;
const files = new Files(source);
const readsInput = words.includes("-") && !process.stdin.isTTY;
const result = await run(await WebAssembly.compile(fs.readFileSync(wasm)), words, {
    files,
    directory: process.cwd(),
    environment: process.env,
    stdin: readsInput ? fs.readFileSync(0) : "",
    stdout: (bytes) => fs.writeSync(1, bytes),
    stderr: (bytes) => fs.writeSync(2, bytes),
});
process.exitCode = result.status;
for (const failure of save(files.root)) {
    console.error(`schemac: error: ${failure}`);
    process.exitCode = 3;
}
