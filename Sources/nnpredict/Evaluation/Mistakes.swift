import NNCommand
import NNFile
import NNImage
import NNModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `--save-mistakes`: the pictures that a model gets wrong, to be looked at.
///
///     FOLDER/cat/predicted-dog/photo.jpg         a copy of TEST/cat/photo.jpg
///     FOLDER/cat/predicted-dog/000123.png        example 123 of an .h5 file, from 0
///
/// Classes and files are named as `folderName` has it, so no name can lead out of the folder; one that is too long for a
/// file system becomes `%%` and a number. The folder must be new or empty: nothing is replaced, and nothing old is among what was
/// saved.
struct Mistakes {
    let folder: String
    /// How many were saved.
    private(set) var count = 0
    private let names: [String]
    private let pictures: ExamplePicture?
    private var made: Set<String> = []

    /// - Parameters:
    ///   - output: names the classes.
    ///   - pictures: how examples that are no files become pictures.
    /// - Throws: `FileError` where the folder can't be made, `FolderInUse` where something is in it.
    init(folder: String, output: Output, pictures: ExamplePicture? = nil) throws {
        self.folder = folder
        self.pictures = pictures
        names = output.classNames
        try Self.make(folder)
        if let found = try FolderListing(folder).first(where: { _ in true }) {
            throw FolderInUse(path: folder, name: found.name)
        }
    }

    /// Copies the file that a verdict is about, if that is a mistake.
    ///
    /// - Parameter classFolder: the folder of its class, in which its path is its name: files of one name in two folders
    ///   within have two names here.
    mutating func add(_ verdict: Verdict, copying path: String, from classFolder: String) throws {
        guard verdict.isMistake, let classes = verdict.classes else { return }
        let name = String(path.utf8.dropFirst(joinedPath(classFolder, "").utf8.count)) ?? path
        let file = try AtomicFile(path: try place(classes, name: Self.safe(name, else: count)))
        try FileBytes(path: path).withUnsafeBytes { bytes throws(FileError) in try file.write(bytes) }
        try file.commit()
        count += 1
    }

    /// Writes the example that a verdict is about as a PNG file, if that is a mistake.
    mutating func add(_ verdict: Verdict, of example: Example, number: Int) throws {
        guard verdict.isMistake, let classes = verdict.classes, let image = pictures?.image(example) else { return }
        let digits = String(number)
        let name = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        try image.write(toPNG: try place(classes, name: name + ".png"))
        count += 1
    }

    private mutating func place(_ classes: (truth: Int, answer: Int), name: String) throws -> String {
        let truth = joinedPath(folder, className(classes.truth))
        let answer = joinedPath(truth, "predicted-" + className(classes.answer))
        for folder in [truth, answer] where made.insert(folder).inserted { try Self.make(folder) }
        return joinedPath(answer, name)
    }

    private func className(_ index: Int) -> String {
        names.indices.contains(index) ? Self.safe(names[index], else: index) : "\(index)"
    }

    /// A name that every file system takes: of at most 255 bytes, some of which `predicted-` needs. No other name
    /// begins with `%%`.
    private static func safe(_ name: String, else number: Int) -> String {
        let safe = name.folderName
        return safe.utf8.count <= 200 ? safe : "%%\(number)"
    }

    private static func make(_ folder: String) throws(FileError) {
        guard mkdir(folder, 0o777) == 0 || errno == EEXIST && isFolder(folder) else {
            throw FileError(path: folder, operation: .create)
        }
    }
}

/// A folder that is not to be written into.
private struct FolderInUse: Failure {
    let path: String
    let name: String
    let reason = FailureReason.cannotCreate
    var description: String { "\(path): expected a new or an empty folder for the mistakes, found '\(name)' in it" }
}

/// How the elements of an example are a picture: rows of bytes, of one channel or three.
struct ExamplePicture {
    private let size: ImageSize
    private let format: PixelFormat

    /// - Returns: nil where they are none.
    init?(_ header: ExampleStreamHeader) {
        let shape = header.shape
        guard header.elementType == .uint8, (2...3).contains(shape.count) else { return nil }
        let channels = shape.count == 3 ? shape[2] : 1
        guard channels == 1 || channels == 3 else { return nil }
        size = ImageSize(height: shape[0], width: shape[1])
        format = channels == 1 ? .grey : .rgb
    }

    func image(_ example: Example) -> Image? {
        guard case .uint8(let pixels) = example.elements else { return nil }
        return Image(size: size, format: format, pixels: pixels)
    }
}
