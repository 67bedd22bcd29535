import Foundation

/// Runs every case, ours and the peer's in turn, and prints a table of ratios; then every figure beside its bar.
///
/// usage: nnbench [--pairs N] [NAME …]
///
/// Machines are noisy: the ratio of a case is the median of those of its pairs, whose two runs follow each other.
@main
struct Bench {
    static func main() {
        do { try run(Array(CommandLine.arguments.dropFirst())) } catch {
            FileHandle.standardError.write(Data("nnbench: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ words: [String]) throws {
        var arguments = words[...]
        var pairs = 3
        if arguments.first == "--pairs", arguments.count > 1, let count = Int(arguments[arguments.startIndex + 1]) {
            pairs = max(1, count)
            arguments.removeFirst(2)
        }
        let chosen = cases.filter { arguments.isEmpty || arguments.contains($0.name) }
        let figures = allFigures.filter { arguments.isEmpty || arguments.contains($0.name) }
        guard !chosen.isEmpty || !figures.isEmpty else {
            let names = cases.map(\.name) + allFigures.map(\.name)
            throw Problem("no such case; there are: \(names.joined(separator: ", "))")
        }
        defer {
            FormatFiles.removeAll()
            Fashion.removeAll()
        }
        try FileManager.default.createDirectory(at: Places.scratch, withIntermediateDirectories: true)
        print("On \(machine()), medians of \(pairs) pairs; data: \(Places.dataName).\n")
        var table = [["case", "ours", "", "peer", "", "peer ÷ ours", "bar", "what is timed"]]
        var failures: [String] = []
        for item in chosen {
            do {
                if let reason = item.missing() {
                    table.append([item.name, "", "", "", item.peer.name, "skipped", "", reason])
                    continue
                }
                table.append(try item.run(pairs: pairs))
            } catch {
                failures.append("\(item.name): \(error)")
            }
        }
        if table.count > 1 { print(aligned(table), terminator: "\n\n") }
        table = [Figure.heading]
        for figure in figures {
            do { table.append(try figure.run(times: pairs)) } catch { failures.append("\(figure.name): \(error)") }
        }
        if table.count > 1 { print(aligned(table)) }
        guard failures.isEmpty else { throw Problem(failures.joined(separator: "\n")) }
    }

    private static func machine() -> String {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let model = text.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":").last
        let name = model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "this machine"
        return "\(ProcessInfo.processInfo.activeProcessorCount) cores, \(name)"
    }

    private static func aligned(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}

/// What ends the program with a message.
struct Problem: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
