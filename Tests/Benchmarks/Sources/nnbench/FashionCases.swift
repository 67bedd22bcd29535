import Foundation

/// Adam on Fashion-MNIST, beside what people use instead: the time of an epoch on either side is that of training alone,
/// divided by the epochs. The optimizer, its rate, the layers and the batches are the same; so is the file that is read.
let fashionCases = [
    fashion("fashion-128", hidden: "128", batch: 128, .torch, bar: 3.5),
    fashion("fashion-128", hidden: "128", batch: 128, .sklearn),
    fashion("fashion-128", hidden: "128", batch: 128, .keras),
    fashion("fashion-512-256", hidden: "512,256", batch: 128, .torch, bar: 2),
    fashion("fashion-512-256", hidden: "512,256", batch: 128, .sklearn),
    fashion("fashion-512-256", hidden: "512,256", batch: 128, .keras),
    fashion("fashion-1024-1024", hidden: Fashion.large, batch: Fashion.largeBatch, .torch, bar: 1.5),
]

/// What share of the machine's own rate of multiplying matrices the largest of them reaches.
let fashionFigures = [
    Figure(
        name: "sgemm-share", unit: "", bar: .atLeast(0.6),
        what: "784→1024→1024→10, batch 256: products of matrices a second of training ÷ sgemm 2048³ on all cores, "
            + "measured before and after",
        missing: { Fashion.missing() }
    ) {
        let before = try sgemmRate()
        // So that no input is 0, and every product is made.
        let seconds = try Fashion.train(
            hidden: Fashion.large, batch: Fashion.largeBatch, normalization: "standardize"
        ).seconds
        let machine = try (before + sgemmRate()) / 2
        return Fashion.operations(hidden: Fashion.large) / seconds / machine
    }
]

private enum Peer: String, Sendable {
    case torch, sklearn, keras

    var name: String {
        switch self {
        case .torch: "PyTorch"
        case .sklearn: "scikit-learn"
        case .keras: "Keras on JAX"
        }
    }

    var modules: [String] {
        switch self {
        case .torch: ["torch", "h5py"]
        case .sklearn: ["sklearn", "h5py"]
        case .keras: ["jax", "keras", "h5py"]
        }
    }
}

private func fashion(_ name: String, hidden: String, batch: Int, _ rival: Peer, bar: Double? = nil) -> Case {
    let layers = "784→\(hidden.replacing(",", with: "→"))→10"
    return Case(
        name: "\(name)-\(rival.rawValue)",
        timed:
            "an epoch of \(layers), Adam, batch \(batch): training alone, \(Fashion.epochs) epochs ÷ \(Fashion.epochs)",
        ours: Contestant(name: "nntrain", missing: { Fashion.missing() }) {
            try Fashion.train(hidden: hidden, batch: batch)
        },
        peer: Contestant(name: rival.name, missing: { missing(modules: rival.modules) }) {
            try Fashion.makeFiles()
            let object = try peer(
                "classify_\(rival.rawValue).py",
                [Fashion.train, Fashion.test, hidden, "\(batch)", "\(Fashion.epochs)"])
            return try Measurement(
                seconds: number(object, "seconds") / number(object, "epochs"), result: number(object, "accuracy"))
        },
        bar: bar,
        // Test accuracies, 0.85 to 0.88 after so few epochs.
        isSameWork: { abs($0 - $1) < 0.04 && min($0, $1) > 0.8 })
}

/// Multiplications and additions of sgemm in a second, on all cores.
private func sgemmRate() throws -> Double {
    let threads = ProcessInfo.processInfo.activeProcessorCount
    return try number(object(run(Places.beside("sgemmbench"), ["\(threads)"]).output), "gigaflops") * 1e9
}
