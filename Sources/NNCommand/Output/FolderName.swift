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
