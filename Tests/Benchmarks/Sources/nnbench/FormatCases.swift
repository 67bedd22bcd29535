/// Decoding a tensor, checksums verified, beside ZipNN's, which has none to verify.
let formatCases = [(FormatFiles.Weights.float32, 1), (.float32, 2), (.bfloat16, 1), (.bfloat16, 2)].map {
    weights, threads in
    Case(
        name: "decode-\(weights.dataType)-\(threads)",
        timed:
            "64 MB of Gaussian \(weights.dataType), \(threads == 1 ? "one thread" : "two threads"); ours with checksums",
        ours: Contestant(name: "NNModel") {
            let model = try FormatFiles.encoded(weights)
            let result = try object(FormatFiles.ours("decode", model, "\(threads)"))
            return try Measurement(seconds: number(result, "seconds"), result: number(result, "bytes"))
        },
        peer: Contestant(name: "ZipNN", missing: { missing(modules: ["zipnn"]) }) {
            try FormatFiles.makeRaw(weights)
            let result = try peer("compress.py", [weights.raw, weights.dataType, "\(threads)"])
            return try Measurement(seconds: number(result, "seconds"), result: number(result, "bytes"))
        },
        bar: 1,
        isSameWork: { $0 == $1 })
}

/// What the format is held to.
let formatFigures =
    [
        (FormatFiles.Weights.float32, 0.832, "Gaussian float32"), (.bfloat16, 0.67, "Gaussian bfloat16"),
        (.sparse, 0.1, "float32, 90% zeros"), (.random, 1.001, "random bits"),
    ].map { weights, bar, text in
        Figure(
            name: "ratio-\(weights.rawValue)", unit: "", bar: .atMost(bar), what: "stored ÷ raw: \(text), 64 MB, best"
        ) { try number(FormatFiles.encode(weights, level: "best"), "ratio") }
    } + [
        Figure(
            name: "ratio-cats", unit: "", bar: .atMost(1), what: "the cat model's tensors ÷ what ZipNN makes of them",
            missing: { missing(modules: ["zipnn"]) }
        ) {
            try FormatFiles.makeCats()
            let ours = try object(FormatFiles.ours("tensors", FormatFiles.cats, FormatFiles.catsTensors))
            let theirs = try peer("compress.py", [FormatFiles.catsTensors, "float32", "1"])
            return try number(ours, "stored") / number(theirs, "ratio") / number(theirs, "bytes")
        },
        Figure(
            name: "encode-fast", unit: "MB/s", bar: .atLeast(150),
            what: "Gaussian float32, one thread, fast, digest included"
        ) { try number(FormatFiles.encode(.float32, level: "fast"), "encode") },
        Figure(
            name: "load-large", unit: "MB/s", bar: .atLeast(2000),
            what: "a raw model of 1 GiB from the page cache, every checksum, two threads"
        ) {
            try FormatFiles.makeLarge()
            return try number(object(FormatFiles.ours("load", FormatFiles.large, "2")), "load")
        },
        Figure(
            name: "verify-large", unit: "MB/s", bar: .none,
            what: "the same, the content digest's SHA-256 included"
        ) {
            try FormatFiles.makeLarge()
            return try number(object(FormatFiles.ours("verify", FormatFiles.large, "2")), "load")
        },
        Figure(name: "open-large", unit: "ms", bar: .atMost(1), what: "opening it, first time in a process") {
            try FormatFiles.makeLarge()
            return try number(object(FormatFiles.ours("open", FormatFiles.large)), "first")
        },
        Figure(name: "open-memory", unit: "MiB", bar: .atMost(16), what: "the peak of a process that opens it") {
            try FormatFiles.makeLarge()
            return try number(object(FormatFiles.ours("open", FormatFiles.large)), "mebibytes")
        },
        Figure(
            name: "first-prediction", unit: "ms", bar: .atMost(10),
            what: "a whole process: start, load, one prediction with the cat model"
        ) {
            try FormatFiles.makeCats()
            return try median(
                (0..<20).map { _ in try run(Places.beside("firstprediction"), [FormatFiles.cats]).seconds })
                * 1000
        },
    ]
