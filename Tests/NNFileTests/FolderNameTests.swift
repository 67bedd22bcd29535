import NNFile
import Testing

@Suite("Names of folders for classes")
struct FolderNameTests {
    @Test(
        "tell the class again",
        arguments: ["cat", "T-shirt/top", "100%", "%2F", ".hidden", "", "%", "a\u{1}b", "été", "..", "50%20off", "x%"])
    func inverse(_ name: String) {
        #expect(String(ofFolder: name.folderName) == name)
        #expect(!name.folderName.contains("/") && !name.folderName.hasPrefix(".") && !name.folderName.isEmpty)
    }

    @Test(
        "that people have given stay as they are",
        arguments: ["50%20off", "100%", "%zz", "a%2", "%41", "%C3%A9", "a%2f", "a%00b"])
    func others(_ folder: String) {
        #expect(String(ofFolder: folder) == folder)
    }
}
