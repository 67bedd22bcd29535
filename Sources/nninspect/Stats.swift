import NNCommand
import NNModel

/// `nninspect stats`: what the numbers of each tensor look like.
struct Stats: Command {
    static let configuration = CommandConfiguration(
        "stats", abstract: "Print what the numbers of each tensor look like, and how well they are compressed.",
        examples: ["nninspect stats cats.nnm", "nninspect stats cats.nnm --json"])

    @Argument("MODEL.nnm", help: "the model file") var path: String
    @Flag(
        "json",
        help:
            "print a list of objects with tensor, shape, dtype, count, min, max, mean, deviation, zeros, nan, infinite, codec, stored, raw; int8 weights are multiplied by their scales, and min to deviation are those of the finite numbers"
    )
    var json
    @Flag("quiet", "q", help: "no effect: there is nothing but results") var isQuiet

    func run() throws {
        let file = try ModelFile(path: path)
        var rows: [(chunk: ChunkEntry, tensor: ChunkEntry.TensorEntry, numbers: NumberStatistics)] = []
        for chunk in file.chunks {
            guard let tensor = chunk.tensor else { continue }
            rows.append((chunk, tensor, NumberStatistics(try file.tensor(tensor.role, ofLayer: tensor.layer))))
        }
        if json {
            let list = rows.map { JSON.object(members($0.chunk, $0.tensor, $0.numbers)) }
            return try Console.print(JSON.array(list).text)
        }
        var table = Table([
            ("tensor", .left), ("shape", .left), ("dtype", .left), ("min", .right), ("max", .right), ("mean", .right),
            ("deviation", .right), ("zeros", .right), ("NaN", .right), ("infinite", .right), ("codec", .left),
            ("stored ÷ raw", .right),
        ])
        for (chunk, tensor, numbers) in rows {
            table.add([
                tensor.name, tensor.shape.map(String.init).joined(separator: " × "), tensor.dataType.name,
                short(numbers.smallest), short(numbers.largest), short(numbers.mean), short(numbers.deviation),
                decimal(100 * Double(numbers.zeros) / Double(max(1, numbers.count)), places: 1) + "%",
                grouped(numbers.nan), grouped(numbers.infinite), chunk.codec.description,
                decimal(Double(chunk.storedLength) / Double(max(1, chunk.rawLength)), places: 3),
            ])
        }
        try Console.write(table.text)
    }

    private func members(
        _ chunk: ChunkEntry, _ tensor: ChunkEntry.TensorEntry, _ numbers: NumberStatistics
    ) -> [(key: String, value: JSON)] {
        [
            ("tensor", .string(tensor.name)), ("shape", .array(tensor.shape.map { .integer($0) })),
            ("dtype", .string(tensor.dataType.name)), ("count", .integer(numbers.count)),
            ("min", .number(numbers.smallest)), ("max", .number(numbers.largest)), ("mean", .number(numbers.mean)),
            ("deviation", .number(numbers.deviation)), ("zeros", .integer(numbers.zeros)),
            ("nan", .integer(numbers.nan)), ("infinite", .integer(numbers.infinite)),
            ("codec", .string(chunk.codec.description)), ("stored", .integer(chunk.storedLength)),
            ("raw", .integer(chunk.rawLength)),
        ]
    }

    private func short(_ number: Double) -> String {
        guard number.isFinite else { return "-" }
        let magnitude = abs(number)
        return magnitude != 0 && (magnitude < 1e-3 || magnitude >= 1e6)
            ? scientific(number) : decimal(number, places: 4)
    }
}

/// What the numbers of a tensor look like; what isn't finite is counted, and left out of the rest.
struct NumberStatistics {
    let count: Int
    /// 0 and −0.
    private(set) var zeros = 0
    private(set) var nan = 0
    private(set) var infinite = 0
    /// NaN where no number is finite; so are the others.
    let smallest: Double
    let largest: Double
    let mean: Double
    /// The root of the mean squared distance from the mean, as numpy's `std` has it.
    let deviation: Double

    init(_ tensor: Tensor) {
        let numbers = tensor.scalars(as: Double.self)
        count = numbers.count
        var (smallest, largest, sum) = (Double.infinity, -Double.infinity, 0.0)
        for number in numbers {
            if number == 0 { zeros += 1 }
            guard number.isFinite else {
                if number.isNaN { nan += 1 } else { infinite += 1 }
                continue
            }
            smallest = min(smallest, number)
            largest = max(largest, number)
            sum += number
        }
        let finite = Double(count - nan - infinite)
        let mean = sum / finite
        var squares = 0.0
        for number in numbers where number.isFinite { squares += (number - mean) * (number - mean) }
        self.mean = mean
        deviation = (squares / finite).squareRoot()
        (self.smallest, self.largest) = finite > 0 ? (smallest, largest) : (.nan, .nan)
    }
}
