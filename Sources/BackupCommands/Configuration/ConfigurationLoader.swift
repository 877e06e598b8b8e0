import CommandLineInterface
import TOMLText
import YAMLText

/// Reads configuration files one after the other into the options that they set; what comes later wins.
struct ConfigurationLoader {
    /// The deepest level of included files.
    private static let maximumLevel = 3

    private let schema: ConfigurationSchema
    private let instance: String?
    private let source: ConfigurationSource
    /// The options set so far.
    private(set) var options = ParsedOptions()
    /// What the user should know although it is no error.
    private(set) var notices: [String] = []
    /// What only someone who looks for it should know.
    private(set) var details: [String] = []
    /// The names of all sections found.
    private(set) var sections: Set<String> = []

    init(schema: ConfigurationSchema, instance: String?, source: ConfigurationSource) {
        self.schema = schema
        self.instance = instance
        self.source = source
    }

    /// Reads a file and what it includes; a file that is missing sets nothing.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - isNamed: Whether the user named the file and so is told if it is missing.
    /// - Throws: `OptionError` for the first thing that is wrong.
    mutating func load(_ path: String, isNamed: Bool) throws(OptionError) {
        switch self.source.read(path) {
        case .missing: if isNamed { self.notices.append("Configuration file \(path) does not exist") }
        case .unreadable(let reason):
            guard !isNamed else { throw OptionError(.value, "Configuration file: \(reason)") }
            // Of another user's directory, often.
            self.details.append("Configuration file: \(reason)")
        case .bytes(let bytes): try self.read(bytes, path, level: 0)
        }
    }

    private mutating func read(_ bytes: [UInt8], _ path: String, level: Int) throws(OptionError) {
        guard let root = try Self.document(bytes, path) else { return }
        guard let entries = root.entries else { throw Self.error(path, root, "expected sections with keys") }
        for entry in entries { self.sections.insert(entry.name) }
        for section in self.schema.sections {
            guard let entry = self.entry(of: section, in: entries) else { continue }
            try self.read(entry, section, path)
        }
        if let include = entries.first(where: { $0.name == "include" }) {
            try self.include(include, path, level: level)
        }
    }

    private static func document(_ bytes: [UInt8], _ path: String) throws(OptionError) -> YAMLNode? {
        guard path.hasSuffix(".yaml") || path.hasSuffix(".yml") else {
            do throws(TOMLError) {
                return try TOMLReader.document(bytes)
            } catch {
                throw OptionError(.value, "\(path), \(error)")
            }
        }
        do throws(YAMLError) {
            return try YAMLReader.document(bytes)
        } catch {
            throw OptionError(.value, "\(path), \(error)")
        }
    }

    /// The section that counts: that of the instance, or without one the plain section.
    private func entry(of section: ConfigurationSchema.Section, in entries: [YAMLEntry]) -> YAMLEntry? {
        guard let instance else { return entries.first { $0.name == section.name } }
        return entries.first { $0.name == "\(section.name)_\(instance)" }
            ?? (section.hasFallback ? entries.first { $0.name == section.name } : nil)
    }

    private mutating func read(
        _ entry: YAMLEntry,
        _ section: ConfigurationSchema.Section,
        _ path: String
    ) throws(OptionError) {
        guard let settings = try Self.settings(entry, path) else { return }
        for setting in settings {
            guard let key = section.key(setting.name) else {
                throw Self.error(path, setting.key, self.unknown(setting.name, in: section, of: entry.name))
            }
            guard let values = ConfigurationValue.values(setting.value, key.kind) else {
                throw Self.error(
                    path,
                    setting.value,
                    "key \(setting.name) in section \(entry.name) must be \(ConfigurationValue.words(key.kind)), "
                        + "not \(ConfigurationValue.found(setting.value))"
                )
            }
            let origin = OptionOrigin.file(path: path, line: setting.key.line, column: setting.key.column)
            if key.kind == .flag { self.options.remove(key.option, origin: origin) }
            for value in values { self.options.append(key.option, value, origin: origin) }
        }
    }

    /// The keys of a section; an empty one of YAML has none.
    private static func settings(_ entry: YAMLEntry, _ path: String) throws(OptionError) -> [YAMLEntry]? {
        if entry.value.isNull { return nil }
        guard let settings = entry.value.entries else {
            throw Self.error(path, entry.key, "\(entry.name) must be a section with keys")
        }
        return settings
    }

    private func unknown(_ name: String, in section: ConfigurationSchema.Section, of written: String) -> String {
        let message = "unknown key \(name) in section \(written)"
        if let other = self.schema.sections.first(where: { $0.key(name) != nil }) {
            return "\(message); it belongs to section \(other.name)"
        }
        guard let nearest = NearestName.find(name, in: section.keys.map(\.name)) else { return message }
        return "\(message); the nearest known key is \(nearest)"
    }

    // MARK: - Included files

    private mutating func include(_ entry: YAMLEntry, _ path: String, level: Int) throws(OptionError) {
        for setting in try Self.settings(entry, path) ?? [] {
            guard ["file", "directory"].contains(setting.name.lowercased()) else {
                throw Self.error(
                    path,
                    setting.key,
                    "unknown key \(setting.name) in section include; known are file and directory"
                )
            }
            guard let target = ConfigurationValue.text(setting.value) else {
                throw Self.error(path, setting.value, "key \(setting.name) in section include must be a text in quotes")
            }
            guard level < Self.maximumLevel else {
                throw Self.error(path, setting.key, "files are included more than \(Self.maximumLevel) levels deep")
            }
            if setting.name.lowercased() == "file" {
                try self.include(file: target, at: Self.error(path, setting.value, ""), level: level + 1)
            } else {
                guard let files = self.source.files(target) else {
                    throw Self.error(path, setting.value, "directory \(target) cannot be read")
                }
                self.include(files: files, level: level + 1)
            }
        }
    }

    private mutating func include(file: String, at place: OptionError, level: Int) throws(OptionError) {
        switch self.source.read(file) {
        case .missing: self.notices.append("\(place.message)\(file) does not exist")
        case .unreadable(let reason): throw OptionError(.value, place.message + reason)
        case .bytes(let bytes): try self.read(bytes, file, level: level)
        }
    }

    /// Includes the files of a directory; what is wrong with one only means that this one sets nothing.
    private mutating func include(files: [String], level: Int) {
        for file in files {
            let before = self
            do throws(OptionError) {
                switch self.source.read(file) {
                case .missing: continue
                case .unreadable(let reason): throw OptionError(.value, reason)
                case .bytes(let bytes): try self.read(bytes, file, level: level)
                }
            } catch {
                self = before
                self.notices.append("Skipped \(error.message)")
            }
        }
    }

    private static func error(_ path: String, _ node: YAMLNode, _ message: String) -> OptionError {
        OptionError(
            .value,
            OptionOrigin.file(path: path, line: node.line, column: node.column).prefix + message
        )
    }
}
