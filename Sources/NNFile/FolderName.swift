extension String {
    /// The text as the name of a folder, for the files of a class: what a name of a folder can't hold stands as
    /// `%` and two hexadecimal digits, so that two classes never share a folder. `T-shirt/top` becomes `T-shirt%2Ftop`,
    /// and no name at all `%`.
    public var folderName: String {
        var name = ""
        for (position, scalar) in unicodeScalars.enumerated() {
            let isLeadingDot = position == 0 && scalar == "."
            if scalar == "/" || scalar == "%" || scalar.value < 0x20 || scalar.value == 0x7F || isLeadingDot {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                name += "%" + (digits.count < 2 ? "0" : "") + digits
            } else {
                name.unicodeScalars.append(scalar)
            }
        }
        return name.isEmpty ? "%" : name
    }
}

extension String {
    /// The name of the class whose files are in a folder of this name: what `folderName` made the folder's name of, or
    /// else that name itself.
    public init(ofFolder folder: String) {
        var (bytes, rest) = ([UInt8](), Array(folder.utf8)[...])
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), rest.count >= 2, let code = UInt8(hexadecimal: rest.prefix(2)) else {
                bytes.append(byte)
                continue
            }
            bytes.append(code)
            rest = rest.dropFirst(2)
        }
        // No name has a zero byte in it, neither of a file nor of a class.
        let name = folder == "%" ? "" : bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
        // A folder that somebody called "50%20off" was never made of another name.
        self = name.map { $0.folderName == folder ? $0 : folder } ?? folder
    }
}

extension UInt8 {
    fileprivate init?(hexadecimal digits: ArraySlice<UInt8>) {
        self.init(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
