import NNFile

/// Where the numbers of a tensor are that aren't in the model's file (TensorProto.external_data).
struct ExternalReference {
    /// The name of a file in the model's folder.
    let name: String
    let offset: Int
    /// nil for all that is behind the offset.
    let length: Int?
    /// The tensor, for messages.
    let place: String

    /// - Throws: `InterchangeError` where the place of the file is anything but a plain name, or a number is none.
    init(_ entries: [String: String], file: String, place: String) throws(InterchangeError) {
        guard let location = entries["location"] else {
            throw InterchangeError(
                file, place, .unexpected(expected: "the name of a file as the location of external data", found: "none")
            )
        }
        // Not "." and "..", no separators of any system, and nothing that C would cut off.
        let isPlain =
            (1...255).contains(location.utf8.count) && location.isUsable && location != "." && location != ".."
            && !location.utf8.contains { [UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: ":")].contains($0) }
        guard isPlain else {
            throw InterchangeError(
                file, place,
                .refused(
                    "its numbers are in another file, '\(location)', and none is opened but by a plain name in the model's "
                        + "own folder"))
        }
        func number(_ key: String) throws(InterchangeError) -> Int? {
            guard let text = entries[key] else { return nil }
            guard let number = Int(text), number >= 0, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw InterchangeError(
                    file, place,
                    .unexpected(expected: "a number of bytes as the \(key) of external data", found: "'\(text)'"))
            }
            return number
        }
        (name, offset, length) = (location, try number("offset") ?? 0, try number("length"))
        self.place = place
    }
}

/// Files beside a model that its tensors are in, each opened once: regular files in the model's own folder, by their
/// plain names, and no links.
final class ExternalFiles {
    private let model: String
    private let folder: String?
    private var opened: [String: FileBytes] = [:]
    private var (tensorBytes, fileBytes) = (0, 0)

    /// - Parameters:
    ///   - model: the path of the model, for messages.
    ///   - folder: its folder; nil to open nothing.
    init(of model: String, in folder: String?) {
        (self.model, self.folder) = (model, folder)
    }

    /// Bytes that tensors are in; bytes that many of them share count once.
    var bytes: Int { min(tensorBytes, fileBytes) }

    /// What people are to be told.
    var notes: [String] { opened.keys.sorted().map { "read from the model's folder as well: '\($0)'" } }

    /// The file of a tensor, and its bytes there.
    ///
    /// - Parameter length: how many bytes the tensor has.
    func find(
        _ reference: ExternalReference, length: Int
    ) throws(InterchangeError) -> (FileBytes, Range<Int>) {
        func fail(_ expected: String, _ found: String) -> InterchangeError {
            InterchangeError(model, reference.place, .unexpected(expected: expected, found: found))
        }
        let file = try open(reference)
        guard reference.offset <= file.count, length <= file.count - reference.offset else {
            throw fail(
                "\(length) bytes from byte \(reference.offset) of '\(reference.name)' on",
                "a file of \(file.count) bytes")
        }
        let found = reference.length ?? file.count - reference.offset
        guard found == length else { throw fail("\(length) bytes in '\(reference.name)'", "\(found)") }
        tensorBytes = sum(tensorBytes, length)
        return (file, reference.offset..<reference.offset + length)
    }

    private func open(_ reference: ExternalReference) throws(InterchangeError) -> FileBytes {
        let name = reference.name
        if let file = opened[name] { return file }
        guard let folder else {
            throw InterchangeError(
                model, reference.place,
                .refused("its numbers are in another file, '\(name)', and the folder to look for it in was not given"))
        }
        guard opened.count < InterchangeLimits.externalFiles else {
            throw InterchangeError(
                model, .limit("files of numbers", limit: InterchangeLimits.externalFiles, found: "more"))
        }
        do throws(FileError) {
            let file = try FileBytes(namedByFile: folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)")
            opened[name] = file
            fileBytes = sum(fileBytes, file.count)
            return file
        } catch {
            throw InterchangeError(
                model, reference.place,
                .unexpected(
                    expected: "its numbers in '\(name)' in the model's folder, a regular file and no link",
                    found: "that it \(error.outcome)"))
        }
    }

    /// No more than what can be multiplied by 16.
    private func sum(_ a: Int, _ b: Int) -> Int { min(a, .max / 32) + min(b, .max / 32) }
}
