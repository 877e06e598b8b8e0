import AerospikeProtocol

extension InfoResponder {
    private static let maximumModuleSize = 1024 * 1024

    /// UDF modules (`Spec/wire-protocol.md` §3.6). Their Lua is not compiled: errors in it are not found.
    func modules(_ command: InfoCommand) -> String? {
        switch command.name {
        case "udf-list": self.listModules()
        case "udf-get": self.getModule(command)
        case "udf-put": self.putModule(command)
        case "udf-remove": self.removeModule(command)
        default: nil
        }
    }

    private func listModules() -> String {
        self.state.modules.modules.map { "filename=\($0.name),hash=\($0.hash),type=LUA;" }.joined()
    }

    private func getModule(_ command: InfoCommand) -> String {
        guard let name = command["filename"], !name.isEmpty else { return "error=invalid_filename" }
        guard let module = self.state.modules.module(named: name) else { return "error=not_found" }
        return "type=LUA;content=\(Base64.encode(module.content));"
    }

    private func removeModule(_ command: InfoCommand) -> String {
        guard let name = command["filename"], !name.isEmpty else { return "error=invalid_filename" }
        self.state.modules.remove(named: name)
        return "ok"
    }

    private func putModule(_ command: InfoCommand) -> String {
        guard let name = command["filename"], Self.isModuleName(name) else { return "error=invalid_filename" }
        guard let length = command["content-len"].flatMap({ Int($0) }) else { return "error=invalid_content_len" }
        guard let content = command["content"] else { return "error=invalid_content" }
        guard length == content.utf8.count else { return "error=invalid_content_len" }
        if let type = command["udf-type"], type.uppercased() != "LUA" { return "error=invalid_udf_type" }
        guard let bytes = Base64.decode(content), !bytes.isEmpty else { return "error=invalid_base64_content" }
        guard bytes.count <= Self.maximumModuleSize else { return "error=invalid_udf_content_len,>1M" }
        self.state.modules.put(ModuleCatalog.Module(name: name, content: bytes))
        return "ok"
    }

    /// A module's name has a dot that is neither its first nor its last character.
    private static func isModuleName(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return dot != name.startIndex && name.index(after: dot) != name.endIndex
    }
}
