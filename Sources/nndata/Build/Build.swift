import NNCommand
import NNDataset
import NNFile
import NNImage
import NNThreads

/// `nndata build`: pictures in folders to a data set.
struct Build: Command {
    static let configuration = CommandConfiguration(
        "build", abstract: "Turn a folder of pictures, one subfolder a class, into a data set.",
        examples: [
            "nndata build pictures -o all.h5 --size 64x64",
            "nndata build pictures -o train.h5 --size 64x64 --test-split 0.2 --test-output test.h5",
            "nndata build digits -o digits.h5 --size 28x28x1 --resize fit --filter lanczos",
        ])
    @Argument(
        "FOLDER",
        help:
            "its subfolders are the classes, and all files in those JPEG, PNG, WebP, BMP or PNM, known by content; hidden ones don't count. Examples are in the order of the files' names"
    ) var folder: String
    @Option("output", "o", value: "OUT.h5", help: "the data set to write; must be given") var output: String?
    @Option(
        "size", "s", value: "HEIGHTxWIDTH[xCHANNELS]",
        help: "what every picture is brought to, in 3 channels unless 1 is asked for; must be given") var size:
        PictureSize?
    @Option("resize", value: "stretch|fit|crop", help: "what is done with pictures of other proportions") var fit =
        ResizeFit.stretch
    @Option(
        "filter", value: "NAME", help: "how pictures are resampled: nearest, area, bilinear, bicubic or lanczos")
    var filter = ResizeFilter.bilinear
    @Option(
        "test-split", value: "F",
        help:
            "the share of the files to test with, of each class alike (0.2 where there is a --test-output). Files of the same content stay on one side and count as one"
    ) var testSplit: Double?
    @Option("test-output", value: "TEST.h5", help: "the data set to test with") var testOutput: String?
    @Option("seed", value: "N", help: "what the choice of those depends on") var seed: UInt64 = 0
    @Option(
        "classes", value: "A,B,…", help: "the subfolders in the order of the classes (default: that of their names)")
    var classes: [String]?
    @Option("kind", value: "train|test", help: "gives the data sets inside their names, where nothing is split")
    var kind: Kind?
    @Flag(
        "skip-damaged",
        help:
            "leave out files that can't be used. Without, one is enough for nothing to be written, and the exit code 65: a data set shouldn't lack files that nobody missed"
    ) var skipsDamaged
    @Flag("lenient", help: "use what can be read of a damaged file") var isLenient
    @Flag("exact-decode", help: "decode every pixel of large JPEG files (see nnpredict --help)") var exactDecode
    @Option("max-pixels", value: "N", help: "refuse pictures of more pixels, height times width") var maxPixels =
        ImageLimits().pixels
    @Option("threads", value: "N", help: "for decoding (default: all cores); the file doesn't depend on it")
    var threads: Int?
    @Flag(
        "json",
        help:
            "print one JSON object: examples, testExamples, classes (index, name, examples, testExamples), repeated (lists of paths of the same content), skipped (path, error), unlabelled (files beside the subfolders)"
    ) var json
    @Flag("quiet", "q", help: "no progress") var isQuiet

    func validate() throws {
        guard let output else { throw UsageError("--output is missing: say where the data set goes with -o OUT.h5") }
        guard size != nil else {
            throw UsageError("--size is missing: say what the pictures are brought to, as in --size 64x64")
        }
        if let testSplit {
            try checkTestSplit(testSplit)
            guard testOutput != nil else { throw UsageError("--test-output is missing: say where the test set goes") }
        }
        guard output != testOutput else { throw UsageError("--output and --test-output are the same file") }
        if testOutput != nil, kind != nil { throw UsageError("--kind doesn't go with --test-output") }
        if let threads, threads < 1 { throw UsageError("--threads: expected 1 or more, found \(threads)") }
        guard (1...Int(Int32.max)).contains(maxPixels) else {
            throw UsageError("--max-pixels: expected 1 to \(Int32.max), found \(maxPixels)")
        }
    }

    func run() throws {
        let files = try LabelledFiles(folder: folder, classNames: classes)
        warn(of: files)
        let firstOfEqual = compare(files)
        let repeated = files.repeated(firstOfEqual)
        for files in repeated.filter({ Set($0.map(\.label)).count > 1 }).prefix(Self.mostWarnings) {
            Console.report(
                "nndata: of the same content, and yet of different classes: \(files.map(\.path).joined(separator: ", "))"
            )
        }
        var pictures = Pictures(files: files, isTest: try split(files, firstOfEqual))
        try write(&pictures)
        let report = BuildReport(pictures, repeated: repeated, hasTest: testOutput != nil)
        if json {
            try Console.print(report.json.text)
        } else if !isQuiet {
            try Console.write(report.text(output: output ?? "", testOutput: testOutput, size: size))
        }
    }

    /// Files that are named one by one; a folder may have thousands.
    static let mostWarnings = 8
    /// Bytes of pictures that wait for their turn.
    private static let mostWaiting = 256 << 20

    /// Tells what may not be as it is meant.
    private func warn(of files: LabelledFiles) {
        for path in files.unlabelled.prefix(Self.mostWarnings) {
            Console.report("nndata: \(path): left out, since it is in no subfolder and so of no class")
        }
        if files.unlabelled.count > Self.mostWarnings {
            Console.report("nndata: and \(grouped(files.unlabelled.count - Self.mostWarnings)) more (--json has them)")
        }
        if files.areNested {
            Console.report(
                "nndata: \(folder): the classes are \(files.classNames.prefix(Self.mostWarnings).joined(separator: ", ")), "
                    + "which hold folders alone; if those are the classes, build from one of these")
        }
        for (name, count) in zip(files.classNames, files.counts).prefix(1000) where count == 0 {
            Console.report("nndata: \(folder): no files of the class '\(name)'")
        }
    }

    private var workers: Int { threads ?? availableCores }

    private func compare(_ files: LabelledFiles) -> [Int] {
        var bar: ProgressBar?
        let first = files.firstOfEqual(threads: workers) { done, total in
            if bar == nil { bar = ProgressBar("compare", total: total, unit: "files", isEnabled: !isQuiet) }
            bar?.update(done)
        }
        bar?.clear()
        return first
    }

    /// Whether each file is to test with.
    private func split(_ files: LabelledFiles, _ firstOfEqual: [Int]) throws -> [Bool] {
        guard testOutput != nil else { return files.files.map { _ in false } }
        let share = testSplit ?? 0.2
        guard
            let split = StratifiedSplit(
                fraction: share, classes: files.files.map { Int32($0.label) }, classCount: files.classNames.count,
                firstOfEqual: firstOfEqual, seed: seed)
        else {
            throw InputError(
                "\(folder): expected enough different files for either side of the split, found "
                    + "\(Set(firstOfEqual).count), of which \(share) are to test with")
        }
        return split.isTest
    }

    /// Decodes on all threads, and writes in order on this one.
    private func write(_ pictures: inout Pictures) throws {
        guard let size else { return }
        let preparation = ImagePreparation(
            size.imageSize, color: size.color, filter: filter, fit: fit,
            jpegDecoding: exactDecode ? .exact : .scaled)
        let options = DecodingOptions(
            limits: ImageLimits(pixels: maxPixels), isLenient: isLenient, memory: ImageMemory())
        for (path, reason) in pictures.files.unusable { pictures.fail(path, reason) }
        var bar = ProgressBar("build", total: pictures.files.files.count, unit: "pictures", isEnabled: !isQuiet)
        var writer = try SplitWriter<UInt8>(
            path: output ?? "", kind: (kind ?? .train).datasetKind, testPath: testOutput, inputShape: size.shape,
            classNames: pictures.files.classNames, resizeFilter: filter.rawValue, resizeFit: fit.rawValue)
        let files = pictures.files.files
        try orderedMap(
            files.indices, threads: workers,
            window: max(workers, min(8 * workers, Self.mostWaiting / size.shape.reduce(1, *))), makingState: {}
        ) { index, _ -> Result<[UInt8], PictureError> in
            let path = files[index].path
            return PictureError.catching(path) {
                try Image(preparing: FileBytes(path: path), preparation, options: options).pixels
            }
        } handOver: { index, picture throws(DatasetError) in
            switch picture {
            // Where nothing is to be written any more, the rest is looked at all the same, to name all that is wrong.
            case .success(let pixels) where pictures.failures.isEmpty || skipsDamaged:
                try writer.append(pixels, label: files[index].label, isTest: pictures.isTest[index])
            case .success: break
            case .failure(let error):
                bar.clear()
                pictures.fail(files[index].path, error.description)
            }
            bar.update(index + 1)
        }
        bar.clear()
        (pictures.trainCounts, pictures.testCounts) = (writer.trainCounts, writer.testCounts)
        try check(pictures)
        try writer.commit()
    }

    /// - Throws: where nothing is to be written.
    private func check(_ pictures: Pictures) throws {
        let total = pictures.files.files.count + pictures.files.unusable.count
        guard total > 0 else { throw InputError("\(folder): expected pictures in its subfolders, found none") }
        guard pictures.failures.isEmpty || skipsDamaged else {
            throw InputError(
                "\(folder): nothing written, since \(grouped(pictures.failures.count)) of \(grouped(total)) files can't "
                    + "be used; --skip-damaged leaves them out")
        }
        for (counts, side) in [(pictures.trainCounts, output), (pictures.testCounts, testOutput)] {
            guard let side, counts.allSatisfy({ $0 == 0 }) else { continue }
            throw InputError("\(folder): expected pictures for \(side), found none that can be used")
        }
    }
}
