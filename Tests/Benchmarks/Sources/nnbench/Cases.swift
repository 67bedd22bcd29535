/// The rows of the table, in its order.
let cases =
    [
        Case(
            name: "seed-run",
            timed: "2,501 full-batch steps in float64; ours with start, reading, evaluation and writing",
            ours: Contestant(name: "nntrain") {
                let model = Places.scratch.appending(path: "seed-run.nnm").path
                let (output, seconds) = try tool(
                    "nntrain",
                    [Places.train, "--test", Places.test, "--layers", "7,1", "--optimizer", "gradient-descent"]
                        + ["--learning-rate", "0.0077", "--iterations", "2501", "--batch-size", "full"]
                        + ["--init", "normal:0.01", "--precision", "float64", "--json", "--quiet", "-o", model])
                return Measurement(seconds: seconds, result: try number(object(output), "train", "cost"))
            },
            peer: Contestant(name: "the notebook in numpy", missing: { missing(modules: ["numpy", "h5py"]) }) {
                let object = try peer("notebook.py", [Places.train, Places.test])
                return try Measurement(seconds: number(object, "seconds"), result: number(object, "train", "cost"))
            },
            // Different random starts lead to about the same cost: 0.03 to 0.05 on the cats.
            isSameWork: { abs($0 - $1) < 0.05 })
    ] + formatCases
