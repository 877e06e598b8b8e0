import AerospikeProtocol
import Synchronization

/// The UDF modules: files that are kept and given back, but not run.
final class ModuleCatalog: Sendable {
    /// A module.
    struct Module: Sendable {
        let name: String
        let content: [UInt8]

        /// 40 hexadecimal digits that change with the content; clients do not check them.
        var hash: String {
            RIPEMD160.hash(self.content).map { byte in
                let text = String(byte, radix: 16)
                return text.count == 1 ? "0" + text : text
            }.joined()
        }
    }

    private let state = Mutex<[Module]>([])

    /// All modules in the order of their first coming.
    var modules: [Module] { self.state.withLock { $0 } }

    /// Takes in a module over one with its name.
    func put(_ module: Module) {
        self.state.withLock { modules in
            if let index = modules.firstIndex(where: { $0.name == module.name }) {
                modules[index] = module
            } else {
                modules.append(module)
            }
        }
    }

    /// The module with a name.
    func module(named name: String) -> Module? { self.modules.first { $0.name == name } }

    /// Removes a module if it is there.
    func remove(named name: String) { self.state.withLock { $0.removeAll { $0.name == name } } }
}
