// Our side of the benchmarks of the model format. Prints a JSON object, as the scripts of peers/ do.
//
//     formatbench generate KIND BYTES RAW         weights as bytes: gaussian-float32, gaussian-bfloat16, sparse, random
//     formatbench encode RAW TYPE LEVEL MODEL     a model of one layer; ratio (of the weights), megabytes a second
//     formatbench large BYTES MODEL               a raw model of so many bytes, in four layers
//     formatbench decode MODEL THREADS            the weights, checksums verified
//     formatbench load MODEL THREADS              the whole model, checksums verified
//     formatbench verify MODEL THREADS            every rule, the content digest included
//     formatbench open MODEL                      milliseconds, and the peak of this process's memory
//     formatbench tensors MODEL RAW               the bytes of all tensors, and how much they take in the file

import NNModel

/// Runs `body` so many times, after one that isn't counted, and gives the median in seconds.
func median(of runs: Int, _ body: () throws -> Void) rethrows -> Double {
    var seconds: [Double] = []
    for run in 0...runs {
        let start = ContinuousClock.now
        try body()
        if run > 0 { seconds.append((ContinuousClock.now - start) / .seconds(1)) }
    }
    return seconds.sorted()[runs / 2]
}

func show(_ results: KeyValuePairs<String, Double>) {
    print("{" + results.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}")
}

func speed(_ bytes: Int, _ seconds: Double) -> Double { Double(bytes) / seconds / 1e6 }

func encode(raw: String, type: String, level: String, to path: String) throws {
    guard let dataType = DataType.allCases.first(where: { $0.name == type }), let level = Compression(rawValue: level)
    else { throw Problem("no such type or level") }
    let model = layered([Tensor(bytes: try contents(of: raw), dataType: dataType, shape: try shape(raw, dataType))])
    let bytes = model.layers[0].weights.count * dataType.size
    let seconds = try median(of: 3) { _ = try model.file(compression: level, threads: 1) }
    try model.write(to: path, compression: level)
    let entry = try weights(of: ModelFile(path: path))
    show([
        "ratio": Double(entry.storedLength) / Double(entry.rawLength), "seconds": seconds,
        "encode": speed(bytes, seconds),
    ])
}

func decode(_ path: String, threads: Int) throws {
    let bytes = try weights(of: ModelFile(path: path)).rawLength
    let seconds = try median(of: 5) {
        // Opened anew, since a file checks a chunk but once.
        _ = try ModelFile(path: path, threads: threads).tensor(.weights, ofLayer: 1)
    }
    show(["seconds": seconds, "decode": speed(bytes, seconds), "bytes": Double(bytes), "threads": Double(threads)])
}

func load(_ path: String, threads: Int, all: Bool) throws {
    let bytes = try ModelFile(path: path).header.fileLength
    let seconds = try median(of: 5) {
        let file = try ModelFile(path: path, threads: threads)
        if all { try file.verify() } else { _ = try file.model() }
    }
    show(["seconds": seconds, "load": speed(bytes, seconds)])
}

func open(_ path: String) throws {
    // The first time, as a program does it; the second tells how much of it was the process's own start.
    let start = ContinuousClock.now
    let file = try ModelFile(path: path)
    let first = (ContinuousClock.now - start) / .milliseconds(1)
    let again = try median(of: 9) { _ = try ModelFile(path: path) }
    show([
        "first": first, "milliseconds": again * 1000, "bytes": Double(file.header.fileLength),
        "mebibytes": Double(peakMemory()) / 1_048_576,
    ])
}

do {
    let words = Array(CommandLine.arguments.dropFirst())
    switch (words.first ?? "", words.count) {
    case ("generate", 4): try write(generated(words[1], count: Int(words[2]) ?? 0), to: words[3])
    case ("encode", 5): try encode(raw: words[1], type: words[2], level: words[3], to: words[4])
    case ("large", 3): try large(bytes: Int(words[1]) ?? 0).write(to: words[2], compression: .none)
    case ("decode", 3): try decode(words[1], threads: Int(words[2]) ?? 1)
    case ("load", 3): try load(words[1], threads: Int(words[2]) ?? 1, all: false)
    case ("verify", 3): try load(words[1], threads: Int(words[2]) ?? 1, all: true)
    case ("open", 2): try open(words[1])
    case ("tensors", 3):
        let file = try ModelFile(path: words[1])
        let tensors = file.chunks.filter { $0.tensor != nil }
        try write(try tensors.flatMap { try file.bytes(of: $0) }, to: words[2])
        show([
            "stored": Double(tensors.reduce(0) { $0 + $1.storedLength }),
            "raw": Double(tensors.reduce(0) { $0 + $1.rawLength }),
        ])
    default: throw Problem("unknown words; the top of main.swift lists them")
    }
} catch {
    print("formatbench: \(error)")
    stop()
}
