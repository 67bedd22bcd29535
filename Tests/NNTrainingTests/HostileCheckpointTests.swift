import NNFile
import NNModel
import NNNetwork
import NNTraining
import Testing

/// Checkpoints that nobody wrote: they are refused with one line, or a run goes on from them, whatever it comes to.
@Suite("Hostile checkpoints")
struct HostileCheckpointTests {
    /// One with every part that a state can have.
    private static func everything() throws -> CheckpointRun {
        try CheckpointRun("everything", .adam(learningRate: 0.2), .examples(8), epochs: 12, units: [4, 3]) {
            $0.validationSplit = 0.25
            $0.earlyStopping = 8
            $0.schedule = Schedule(.plateau(PlateauRule(factor: 0.5, patience: 1)))
        }
    }

    private static func dual() throws -> CheckpointRun {
        try CheckpointRun(
            "dual", .momentum(), .full, epochs: 12, firstLayer: .dual, examples: smallExamples(8), units: [2, 3])
    }

    /// A checkpoint and the record in it.
    private static func sound(_ run: CheckpointRun) throws -> (trainer: Trainer<Float>, record: [UInt8]) {
        let trainer = try run.trainer(Float.self)
        _ = try trainer.run { $0.iteration < 10 }
        let file = try ModelFile(bytes: try #require(try run.checkpoint(trainer)))
        return (trainer, try file.bytes(of: try #require(file.unknownChunks.first)))
    }

    /// A file around another record, with checksums that are right.
    private static func file(
        _ run: CheckpointRun, _ trainer: Trainer<Float>, _ chunks: [(String, [UInt8])], history: History? = nil
    ) throws -> [UInt8] {
        var model = run.model(trainer.network)
        model.history = history ?? trainer.state.history
        return try model.file(
            compression: .none,
            privateChunks: chunks.map { (type: try #require(ChunkType($0.0)), bytes: $0.1) }
        ).bytes
    }

    /// What resuming comes to: nil where the state is taken.
    private static func refusal(_ run: CheckpointRun, _ bytes: [UInt8]) throws -> CheckpointError? {
        let trainer = try run.trainer(Float.self)
        do throws(CheckpointError) {
            let checkpoint = try Checkpoint(bytes: bytes, name: "c.nnm")
            let state = try checkpoint.state(like: trainer.state)
            #expect(throws: Never.self) { try trainer.resume(state) }
        } catch {
            #expect(error.reason == .malformedInput)
            #expect("\(error)".hasPrefix("c.nnm: ") && !"\(error)".contains("\n"), "\(error)")
            return error
        }
        // Whatever it learns now, it comes to an end.
        do throws(TrainingError) {
            _ = try trainer.run()
        } catch {
            guard case .diverged = error else {
                Issue.record("\(error)")
                return nil
            }
        }
        return nil
    }

    @Test("every truncation is refused, and so is a byte more", arguments: try [everything(), dual()])
    func truncations(_ run: CheckpointRun) throws {
        let (trainer, record) = try Self.sound(run)
        #expect(try Self.refusal(run, Self.file(run, trainer, [("trAA", record)])) == nil)
        for count in record.indices {
            let bytes = try Self.file(run, trainer, [("trAA", Array(record.prefix(count)))])
            #expect(try Self.refusal(run, bytes) != nil, "\(count) of \(record.count) bytes")
        }
        #expect(try Self.refusal(run, Self.file(run, trainer, [("trAA", record + [0])])) != nil)
        // Of the file itself, checksums and all.
        let whole = try Self.file(run, trainer, [("trAA", record)])
        for count in stride(from: 0, to: whole.count, by: 7) {
            #expect(try Self.refusal(run, Array(whole.prefix(count))) != nil)
        }
    }

    @Test("no bit that is changed behind right checksums makes a trap", arguments: try [everything(), dual()])
    func flips(_ run: CheckpointRun) throws {
        let (trainer, record) = try Self.sound(run)
        var (refused, taken) = (0, 0)
        for byte in record.indices {
            // All bits of the fields before the numbers, and the top bits of these.
            for bit in byte < 320 ? 0..<8 : 6..<8 {
                var record = record
                record[byte] ^= 1 << UInt8(bit)
                if try Self.refusal(run, Self.file(run, trainer, [("trAA", record)])) == nil {
                    taken += 1
                } else {
                    refused += 1
                }
            }
        }
        #expect(refused > 100 && taken > 100)
    }

    /// Where a field stands in the record of `run`, and what is said of another value.
    @Test(
        "a field that can't be so is refused by its name",
        arguments: [
            (0, 2, "version: expected 1, the only one that this nntrain knows, found 2"),
            (8, 8, "bytes of a parameter: expected 4, as this run has them, found 8"),
            (16, 73, "iteration: expected at most 72, found 73"),
            (16, UInt64.max, "iteration: expected a number from 0 to \(Int.max), found \(UInt64.max)"),
            (24, 0, "iterations: expected a number from 1 to \(Int.max), found 0"),
            (32, 0, "report interval: expected a number from 1 to \(Int.max), found 0"),
            (40, 512, "parts: expected a number from 0 to 511, found 512"),
            (40, 499 - 1, "parts: expected those of a run with these settings, 51, found 50"),
            (
                48, UInt64(Int.max),
                "sums since the last report: expected a number from 0 to \(1 << 53), found \(Int.max)"
            ),
            (56, 1000, "sums since the last report: expected a number from 0 to"),
            (64, Double.nan.bitPattern, "sums since the last report: expected a finite number, found nan"),
            (96, 11, "iteration of the last validation: expected a number from 0 to 10, found 11"),
            (112, 2.0.bitPattern, "last validation: expected an accuracy from 0 to 1, found 2.0"),
            (120, 0.0.bitPattern, "learning rate: expected a number above 0, found 0.0"),
            (120, Double.infinity.bitPattern, "learning rate: expected a finite number, found inf"),
            (128, Double.nan.bitPattern, "best cost on plateaus: expected a cost, found nan"),
            (136, 11, "epochs on a plateau: expected a number from 0 to 10, found 11"),
            (144, Double.nan.bitPattern, "best cost: expected a cost, found nan"),
            (152, 9, "epochs without improvement: expected a number from 0 to 8, found 9"),
            (160, 11, "iteration of the best parameters: expected a number from 0 to 10, found 11"),
            (184, UInt64(Float.nan.bitPattern), "parameters: expected finite numbers, found nan at index 0"),
        ] as [(Int, UInt64, String)])
    func fields(_ offset: Int, _ value: UInt64, _ message: String) throws {
        let run = try Self.everything()
        var (trainer, record) = try Self.sound(run)
        withUnsafeBytes(of: value.littleEndian) { record.replaceSubrange(offset..<offset + 8, with: $0) }
        let error = try Self.refusal(run, Self.file(run, trainer, [("trAA", record)]))
        #expect(
            error.map { "\($0)".hasPrefix("c.nnm: training state: \(message)") } == true, "\(String(describing: error))"
        )
    }

    @Test("a model without a state, or without parts of it, is none to go on from")
    func chunks() throws {
        let run = try Self.everything()
        let (trainer, record) = try Self.sound(run)
        func message(_ chunks: [(String, [UInt8])], history: History? = nil) throws -> String {
            try Self.refusal(run, Self.file(run, trainer, chunks, history: history)).map { "\($0)" } ?? "taken"
        }
        #expect(
            try message([])
                == "c.nnm: expected a checkpoint with the state of a training, found a model alone; --init-from starts from one"
        )
        #expect(try message([("zzZZ", record)]).contains("found a model alone"))
        #expect(try message([("trAB", record)]) == "c.nnm: training state: pieces: expected chunk trAA, found trAB")
        #expect(
            try message([("trAA", record), ("trAB", record)]).contains(
                "trAA: expected 16777216 bytes, found \(record.count)"))
        #expect(
            try message([("trAA", record)], history: History([.init("cost", [1])]))
                == "c.nnm: training state: history: expected columns [\"iteration\", \"cost\", \"accuracy\", "
                + "\"validationCost\", \"validationAccuracy\"], found [\"cost\"]")
        for iterations in [[.nan], [-1], [0.5], [0, 0], [3, 2], [1e300], [0, 10]] as [[Double]] {
            let columns = trainer.state.history.columns.map {
                History.Column($0.name, $0.name == "iteration" ? iterations : iterations.map { _ in 1 })
            }
            #expect(
                try message([("trAA", record)], history: History(columns))
                    == "c.nnm: training state: history: expected iterations below 10, in ascending order, found others")
        }
    }

    @Test("the state of another run is refused")
    func others() throws {
        let run = try Self.everything()
        let (trainer, record) = try Self.sound(run)
        let bytes = try Self.file(run, trainer, [("trAA", record)])
        let others = [
            try CheckpointRun("optimizer", .momentum(), .examples(8)) {
                $0 = run.settings; $0.optimizer = .momentum()
            },
            try CheckpointRun("layers", .adam(), units: [5, 3]) { $0 = run.settings },
            try CheckpointRun("no plateau", .adam(), units: [4, 3]) {
                $0 = run.settings; $0.schedule = .constant
            },
            try CheckpointRun("no stopping", .adam(), units: [4, 3]) {
                $0 = run.settings; $0.earlyStopping = nil
            },
            try Self.dual(),
        ]
        for other in others { #expect(try Self.refusal(other, bytes) != nil, "\(other.testDescription)") }
        let double = try run.trainer(Double.self)
        #expect(throws: CheckpointError.self) { try double.resume(Checkpoint(bytes: bytes)) }
    }
}
