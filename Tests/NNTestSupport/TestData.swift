import Foundation

/// Data that others own: never part of the package, and used where it is there. `NN_TEST_DATA` names its folder, by
/// default `../shared/data` beside the package.
///
///     @Test("learns the cats", .needsCats) func …
public enum TestData {
    /// The folder that holds everything.
    public static let folder: URL =
        environment("NN_TEST_DATA").map { URL(filePath: $0) }
        ?? Places.root.appending(path: "../shared/data").standardized

    /// The seed notebook's training set, 209 pictures.
    public static let catsTrain = folder.appending(path: "cats/train_catvnoncat.h5").path
    /// The seed notebook's test set, 50 pictures.
    public static let catsTest = folder.appending(path: "cats/test_catvnoncat.h5").path

    /// Whether the cats are there.
    public static let hasCats = [catsTrain, catsTest].allSatisfy(FileManager.default.isReadableFile(atPath:))
}
