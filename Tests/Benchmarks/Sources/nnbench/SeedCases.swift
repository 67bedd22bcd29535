/// The run of the notebook that the project comes from: the whole process on our side, training alone on the other.
let seedCases = [
    Case(
        name: "seed-run",
        timed: "2,501 full-batch steps in float64; ours with start, reading, evaluation and writing",
        ours: Contestant(name: "nntrain") { try runSeed(precision: "float64") },
        peer: Contestant(name: "the notebook in numpy", missing: { missing(modules: ["numpy", "h5py"]) }) {
            let object = try peer("notebook.py", [Places.train, Places.test])
            return try Measurement(seconds: number(object, "seconds"), result: number(object, "train", "cost"))
        },
        bar: 80,
        isSameWork: areCloseCosts),
    Case(
        name: "seed-run-float32",
        timed: "the same in float32",
        ours: Contestant(name: "nntrain") { try runSeed(precision: "float32") },
        peer: Contestant(name: "PyTorch", missing: { missing(modules: ["torch", "h5py"]) }) {
            let object = try peer("seed_torch.py", [Places.train])
            return try Measurement(seconds: number(object, "seconds"), result: number(object, "train", "cost"))
        },
        bar: 100,
        isSameWork: areCloseCosts),
]

/// Different random starts lead to costs from 0.03 to 0.14 on the cats, where training began at 0.69.
@Sendable private func areCloseCosts(_ ours: Double, _ theirs: Double) -> Bool { abs(ours - theirs) < 0.15 }

private func runSeed(precision: String) throws -> Measurement {
    let model = Places.scratch.appending(path: "seed-run.nnm").path
    let (output, seconds) = try tool(
        "nntrain",
        [Places.train, "--test", Places.test, "--layers", "7,1", "--optimizer", "gradient-descent"]
            + ["--learning-rate", "0.0077", "--iterations", "2501", "--batch-size", "full"]
            + ["--init", "normal:0.01", "--precision", precision, "--json", "--quiet", "-o", model])
    return Measurement(seconds: seconds, result: try number(object(output), "train", "cost"))
}
