// Runs schemac.wasm: in a browser, in Node, wherever there is WebAssembly.
//
//     import { Files, run } from "./schemac.mjs";
//     const module = await WebAssembly.compileStreaming(fetch("schemac.wasm"));
//     const files = new Files();
//     files.write("/flash.pschema", text);
//     const result = await run(module, ["compile", "flash.pschema", "-o", "out"], { files });
//     // result.status, result.stdout, result.stderr; files.list("/out"), files.read("/out/...")
//
// `cmake --preset web && cmake --build --preset web` builds the module.
//
// What the module asks of its host is WASI, snapshot preview 1; `struct` layouts and numbers are
// those of its witx files.

const SUCCESS = 0, BADF = 8, EXIST = 20, INVAL = 28, ISDIR = 31, LOOP = 32, NOENT = 44, NOSYS = 52,
    NOTDIR = 54, NOTEMPTY = 55, SPIPE = 70;
const DIRECTORY = 3, REGULAR_FILE = 4, STREAM = 6, SYMBOLIC_LINK = 7;
const TYPES = { directory: DIRECTORY, file: REGULAR_FILE, link: SYMBOLIC_LINK };
const FOLLOW = 1; // of lookup flags
const CREATE = 1, MUST_BE_DIRECTORY = 2, EXCLUSIVE = 4, TRUNCATE = 8; // of open flags
const APPEND = 1; // of descriptor flags
const ROOT = 3; // the descriptor of `/`, after those of the standard streams
const LINK_LIMIT = 16;

const encoder = new TextEncoder(), decoder = new TextDecoder();

class Failure extends Error {
    constructor(number) {
        super(`WASI error ${number}`);
        this.number = number;
    }
}

class Exit extends Error {
    constructor(status) {
        super(`exit status ${status}`);
        this.status = status;
    }
}

/// Files in memory. A node is {kind: "directory", entries: Map}, {kind: "file", bytes, length} or
/// {kind: "link", target}. What is not in memory may come from `source(path)`, which is asked once
/// for each path, and answers with {kind: "directory", names: [...]}, {kind: "file", bytes},
/// {kind: "link", target} or nothing. Nodes that were written to have `changed`.
export class Files {
    #count = 0;

    constructor(source = () => undefined) {
        this.source = source;
        this.root = this.#node(this.source("/") ?? { kind: "directory", names: [] }, "/");
    }

    #node(found, path) {
        const node = { kind: found.kind, path, number: ++this.#count, changed: false };
        if (node.kind === "directory") {
            node.entries = new Map((found.names ?? []).map((name) => [name, undefined]));
        } else if (node.kind === "file") {
            node.bytes = found.bytes;
            node.length = found.bytes.length;
        } else {
            node.target = found.target;
        }
        return node;
    }

    /// The entry of a directory, which is looked for when it is first asked for.
    #entry(directory, name) {
        const node = directory.entries.get(name);
        if (node || !directory.entries.has(name)) {
            return node;
        }
        const path = `${directory.path === "/" ? "" : directory.path}/${name}`;
        const found = this.source(path);
        if (!found) {
            directory.entries.delete(name);
            return undefined;
        }
        const made = this.#node(found, path);
        directory.entries.set(name, made);
        return made;
    }

    /// Follows a path from a directory: {parents, name, node}, where `node` may be missing.
    find(path, follows = true, start = this.root) {
        let steps = path.split("/").filter((step) => step !== "" && step !== ".");
        const mustBeDirectory = /\/\.?$/.test(path);
        let trail = path.startsWith("/") ? [this.root] : [...this.trail(start)];
        let name = ".", node = trail.at(-1), links = 0;
        while (steps.length) {
            const step = steps.shift();
            if (trail.at(-1).kind !== "directory") {
                throw new Failure(NOTDIR);
            }
            if (step === "..") {
                if (trail.length > 1) {
                    trail.pop();
                }
                node = trail.at(-1);
                name = ".";
                continue;
            }
            const parent = trail.at(-1);
            node = this.#entry(parent, step);
            name = step;
            const isLast = steps.length === 0;
            if (node?.kind === "link" && (!isLast || follows || mustBeDirectory)) {
                if (++links > LINK_LIMIT) {
                    throw new Failure(LOOP);
                }
                steps = [...node.target.split("/").filter((s) => s && s !== "."), ...steps];
                trail = node.target.startsWith("/") ? [this.root] : trail;
                node = trail.at(-1);
                name = ".";
            } else if (isLast) {
                if (mustBeDirectory && node && node.kind !== "directory") {
                    throw new Failure(NOTDIR);
                }
                return { parent, name, node };
            } else if (!node) {
                throw new Failure(NOENT);
            } else {
                trail.push(node);
            }
        }
        return { parent: trail.at(-2), name, node };
    }

    /// The directories from the root to one, by its path.
    trail(directory) {
        const trail = [this.root];
        for (const step of directory.path.split("/").filter(Boolean)) {
            trail.push(this.#entry(trail.at(-1), step));
        }
        return trail;
    }

    existing(path, follows, start) {
        const found = this.find(path, follows, start);
        if (!found.node) {
            throw new Failure(NOENT);
        }
        return found;
    }

    add(parent, name, found) {
        const path = `${parent.path === "/" ? "" : parent.path}/${name}`;
        const node = this.#node(found, path);
        node.changed = true;
        parent.entries.set(name, node);
        return node;
    }

    /// Makes a directory, and those above it.
    makeDirectory(path) {
        let at = this.root;
        for (const step of path.split("/").filter(Boolean)) {
            at = this.#entry(at, step) ?? this.add(at, step, { kind: "directory" });
        }
        return at;
    }

    /// Writes a file, from text or bytes; its directories are made.
    write(path, content) {
        const slash = path.lastIndexOf("/");
        const bytes = typeof content === "string" ? encoder.encode(content) : content;
        this.add(this.makeDirectory(path.slice(0, slash)), path.slice(slash + 1),
            { kind: "file", bytes });
    }

    /// The bytes of a file; undefined if there is none.
    read(path) {
        try {
            const { node } = this.find(path);
            return node?.kind === "file" ? node.bytes.subarray(0, node.length) : undefined;
        } catch {
            return undefined;
        }
    }

    /// The names in a directory, sorted; undefined if there is none.
    list(path) {
        const { node } = this.find(path);
        return node?.kind === "directory" ? [...node.entries.keys()].sort() : undefined;
    }
}

function resize(node, length) {
    if (length > node.bytes.length || !node.changed) {
        const bytes = new Uint8Array(Math.max(length, 2 * node.length, 256));
        bytes.set(node.bytes.subarray(0, Math.min(node.length, length)));
        node.bytes = bytes;
    } else {
        node.bytes.fill(0, length, Math.max(node.length, length));
    }
    node.length = length;
    node.changed = true;
}

/// A standard stream that is written to.
class Sink {
    constructor(write) {
        this.parts = [];
        this.write = write ?? ((bytes) => this.parts.push(bytes.slice()));
    }

    all() {
        const length = this.parts.reduce((sum, part) => sum + part.length, 0);
        const all = new Uint8Array(length);
        let at = 0;
        for (const part of this.parts) {
            all.set(part, at);
            at += part.length;
        }
        return all;
    }
}

/// What the module imports.
class Wasi {
    constructor(files, words, environment, streams) {
        this.files = files;
        this.words = words;
        this.environment = environment;
        this.descriptors = new Map([[0, { stream: streams.stdin, at: 0 }],
            [1, { sink: streams.stdout }], [2, { sink: streams.stderr }],
            [ROOT, { node: files.root }]]);
    }

    get view() {
        return new DataView(this.memory.buffer);
    }

    bytes(address, length) {
        return new Uint8Array(this.memory.buffer, address, length);
    }

    text(address, length) {
        return decoder.decode(this.bytes(address, length));
    }

    set32(address, value) {
        this.view.setUint32(address, value, true);
    }

    set64(address, value) {
        this.view.setBigUint64(address, BigInt(value), true);
    }

    descriptor(number) {
        const descriptor = this.descriptors.get(number);
        if (!descriptor) {
            throw new Failure(BADF);
        }
        return descriptor;
    }

    file(number) {
        const descriptor = this.descriptor(number);
        if (!descriptor.node) {
            throw new Failure(SPIPE);
        }
        if (descriptor.node.kind !== "file") {
            throw new Failure(ISDIR);
        }
        return descriptor;
    }

    /// What a path leads to, from the directory of a descriptor.
    find(number, follows, address, length) {
        return this.files.find(this.text(address, length), follows, this.descriptor(number).node);
    }

    existing(number, follows, address, length) {
        return this.files.existing(this.text(address, length), follows,
            this.descriptor(number).node);
    }

    putStrings(strings, pointers, buffer) {
        for (const string of strings) {
            const bytes = encoder.encode(`${string}\0`);
            this.set32(pointers, buffer);
            this.bytes(buffer, bytes.length).set(bytes);
            pointers += 4;
            buffer += bytes.length;
        }
    }

    putSizes(strings, count, size) {
        this.set32(count, strings.length);
        this.set32(size, strings.reduce((sum, text) => sum + encoder.encode(text).length + 1, 0));
    }

    putStatus(node, address) {
        this.bytes(address, 64).fill(0);
        this.set64(address, 1);
        this.set64(address + 8, node?.number ?? 0);
        this.view.setUint8(address + 16, node ? TYPES[node.kind] : STREAM);
        this.set64(address + 24, 1);
        this.set64(address + 32, node?.length ?? 0);
    }

    /// Each of the parts of memory that an `iovec` array names.
    *parts(vectors, count) {
        for (let i = 0; i < count; i++) {
            yield this.bytes(this.view.getUint32(vectors + 8 * i, true),
                this.view.getUint32(vectors + 8 * i + 4, true));
        }
    }

    readAt(source, at, vectors, count) {
        let total = 0;
        for (const part of this.parts(vectors, count)) {
            const piece = source.subarray(at + total, at + total + part.length);
            part.set(piece);
            total += piece.length;
        }
        return total;
    }

    args_get(pointers, buffer) {
        this.putStrings(this.words, pointers, buffer);
    }

    args_sizes_get(count, size) {
        this.putSizes(this.words, count, size);
    }

    environ_get(pointers, buffer) {
        this.putStrings(this.environment, pointers, buffer);
    }

    environ_sizes_get(count, size) {
        this.putSizes(this.environment, count, size);
    }

    clock_time_get(clock, precision, result) {
        this.set64(result, BigInt(Date.now()) * 1000000n);
    }

    random_get(address, length) {
        for (let at = 0; at < length; at += 65536) {
            crypto.getRandomValues(this.bytes(address + at, Math.min(65536, length - at)));
        }
    }

    proc_exit(status) {
        throw new Exit(status);
    }

    fd_prestat_get(number, result) {
        if (number !== ROOT) {
            throw new Failure(BADF);
        }
        this.set32(result, 0);
        this.set32(result + 4, 1);
    }

    fd_prestat_dir_name(number, address) {
        this.bytes(address, 1).set(encoder.encode("/"));
    }

    fd_fdstat_get(number, result) {
        const { node, appends } = this.descriptor(number);
        this.bytes(result, 24).fill(0);
        this.view.setUint8(result, node ? TYPES[node.kind] : STREAM);
        this.view.setUint16(result + 2, appends ? APPEND : 0, true);
        const rights = (1n << 30n) - 1n;
        this.view.setBigUint64(result + 8, rights, true);
        this.view.setBigUint64(result + 16, rights, true);
    }

    fd_fdstat_set_flags() {}

    fd_filestat_get(number, result) {
        this.putStatus(this.descriptor(number).node, result);
    }

    fd_filestat_set_size(number, size) {
        resize(this.file(number).node, Number(size));
    }

    fd_close(number) {
        this.descriptor(number);
        this.descriptors.delete(number);
    }

    fd_sync(number) {
        this.descriptor(number);
    }

    fd_read(number, vectors, count, result) {
        const descriptor = this.descriptor(number);
        if (descriptor.node && descriptor.node.kind !== "file") {
            throw new Failure(ISDIR);
        }
        const { node, stream } = descriptor;
        const source = node ? node.bytes.subarray(0, node.length) : stream;
        if (!source) {
            throw new Failure(BADF);
        }
        const total = this.readAt(source, descriptor.at, vectors, count);
        descriptor.at += total;
        this.set32(result, total);
    }

    fd_pread(number, vectors, count, offset, result) {
        const { node } = this.file(number);
        const source = node.bytes.subarray(0, node.length);
        this.set32(result, this.readAt(source, Number(offset), vectors, count));
    }

    fd_write(number, vectors, count, result) {
        const descriptor = this.descriptor(number);
        let total = 0;
        for (const part of this.parts(vectors, count)) {
            if (descriptor.sink) {
                descriptor.sink.write(part);
            } else {
                const { node, appends } = this.file(number);
                const at = appends ? node.length : descriptor.at;
                if (at + part.length > node.length || !node.changed) {
                    resize(node, Math.max(node.length, at + part.length));
                }
                node.bytes.set(part, at);
                descriptor.at = at + part.length;
            }
            total += part.length;
        }
        this.set32(result, total);
    }

    fd_seek(number, offset, whence, result) {
        const descriptor = this.file(number);
        const base = [0, descriptor.at, descriptor.node.length][whence];
        const at = base + Number(offset);
        if (!(at >= 0)) {
            throw new Failure(INVAL);
        }
        descriptor.at = at;
        this.set64(result, at);
    }

    fd_readdir(number, buffer, length, cookie, result) {
        const { node } = this.descriptor(number);
        if (node?.kind !== "directory") {
            throw new Failure(NOTDIR);
        }
        const names = [".", "..", ...node.entries.keys()];
        let used = 0;
        for (let i = Number(cookie); i < names.length && used < length; i++) {
            const { kind, number: inode } = this.files.find(names[i], false, node).node ?? {};
            const name = encoder.encode(names[i]);
            const entry = new Uint8Array(24 + name.length);
            const view = new DataView(entry.buffer);
            view.setBigUint64(0, BigInt(i + 1), true);
            view.setBigUint64(8, BigInt(inode ?? 0), true);
            view.setUint32(16, name.length, true);
            view.setUint8(20, TYPES[kind] ?? 0);
            entry.set(name, 24);
            const piece = entry.subarray(0, length - used);
            this.bytes(buffer + used, piece.length).set(piece);
            used += piece.length;
        }
        this.set32(result, used);
    }

    path_open(directory, lookup, address, length, flags, rights, inheriting, descriptorFlags,
        result) {
        const found = this.find(directory, (lookup & FOLLOW) !== 0, address, length);
        let node = found.node;
        if (node && flags & CREATE && flags & EXCLUSIVE) {
            throw new Failure(EXIST);
        }
        if (!node && !(flags & CREATE)) {
            throw new Failure(NOENT);
        }
        if (!node) {
            node = this.files.add(found.parent, found.name,
                { kind: "file", bytes: new Uint8Array() });
        }
        if (node.kind === "link") {
            throw new Failure(LOOP);
        }
        if (flags & MUST_BE_DIRECTORY && node.kind !== "directory") {
            throw new Failure(NOTDIR);
        }
        const writes = (rights & (1n << 6n)) !== 0n;
        if (node.kind === "directory" && writes && !(flags & MUST_BE_DIRECTORY)) {
            throw new Failure(ISDIR);
        }
        if (flags & TRUNCATE && node.kind === "file") {
            resize(node, 0);
        }
        let number = ROOT + 1;
        while (this.descriptors.has(number)) {
            number++;
        }
        this.descriptors.set(number, { node, at: 0, appends: (descriptorFlags & APPEND) !== 0 });
        this.set32(result, number);
    }

    path_create_directory(directory, address, length) {
        const { parent, name, node } = this.find(directory, false, address, length);
        if (node) {
            throw new Failure(EXIST);
        }
        this.files.add(parent, name, { kind: "directory" });
    }

    path_filestat_get(directory, lookup, address, length, result) {
        const follows = (lookup & FOLLOW) !== 0;
        this.putStatus(this.existing(directory, follows, address, length).node, result);
    }

    path_readlink(directory, address, length, buffer, size, result) {
        const { node } = this.existing(directory, false, address, length);
        if (node.kind !== "link") {
            throw new Failure(INVAL);
        }
        const target = encoder.encode(node.target).subarray(0, size);
        this.bytes(buffer, target.length).set(target);
        this.set32(result, target.length);
    }

    path_remove_directory(directory, address, length) {
        const { parent, name, node } = this.existing(directory, false, address, length);
        if (node.kind !== "directory") {
            throw new Failure(NOTDIR);
        }
        if (node.entries.size || !parent) {
            throw new Failure(NOTEMPTY);
        }
        parent.entries.delete(name);
    }

    path_rename(from, fromAddress, fromLength, to, toAddress, toLength) {
        const old = this.existing(from, false, fromAddress, fromLength);
        const target = this.find(to, false, toAddress, toLength);
        if (old.node.kind === "directory") {
            throw new Failure(NOSYS);
        }
        if (target.node?.kind === "directory") {
            throw new Failure(ISDIR);
        }
        old.parent.entries.delete(old.name);
        old.node.path = `${target.parent.path === "/" ? "" : target.parent.path}/${target.name}`;
        old.node.changed = true;
        target.parent.entries.set(target.name, old.node);
    }

    path_unlink_file(directory, address, length) {
        const { parent, name, node } = this.existing(directory, false, address, length);
        if (node.kind === "directory") {
            throw new Failure(ISDIR);
        }
        parent.entries.delete(name);
    }

    /// Every stream takes all that is written to it, at once.
    poll_oneoff(subscriptions, events, count, result) {
        this.bytes(events, 32 * count).fill(0);
        for (let i = 0; i < count; i++) {
            this.bytes(events + 32 * i, 8).set(this.bytes(subscriptions + 48 * i, 8));
            this.view.setUint8(events + 32 * i + 10,
                this.view.getUint8(subscriptions + 48 * i + 8));
        }
        this.set32(result, count);
    }

    /// The functions, which return an error's number.
    imports(module) {
        const functions = {};
        for (const { name } of WebAssembly.Module.imports(module)) {
            functions[name] = (...words) => {
                if (!this[name]) {
                    return NOSYS;
                }
                try {
                    this[name](...words);
                    return SUCCESS;
                } catch (error) {
                    if (error instanceof Failure) {
                        return error.number;
                    }
                    throw error;
                }
            };
        }
        return { wasi_snapshot_preview1: functions };
    }
}

/// Runs schemac with words (without its own name), to its end. Options: `files`; `directory`, where
/// relative paths start (default: "/"); `stdin`, text or bytes; `environment`, an object; `stdout`
/// and `stderr`, functions that get bytes (default: they are in the result, as Uint8Array).
export async function run(module, words, options = {}) {
    const { files = new Files(), directory = "/", stdin = "", environment = {} } = options;
    const streams = {
        stdin: typeof stdin === "string" ? encoder.encode(stdin) : stdin,
        stdout: new Sink(options.stdout),
        stderr: new Sink(options.stderr),
    };
    const variables = Object.entries({ ...environment, PWD: directory });
    const wasi = new Wasi(files, ["schemac", ...words],
        variables.map(([name, value]) => `${name}=${value}`), streams);
    const instance = await WebAssembly.instantiate(module, wasi.imports(module));
    wasi.memory = instance.exports.memory;
    let status = 0;
    try {
        instance.exports._start();
    } catch (error) {
        if (!(error instanceof Exit)) {
            throw error;
        }
        status = error.status;
    }
    return { status, stdout: streams.stdout.all(), stderr: streams.stderr.all() };
}
