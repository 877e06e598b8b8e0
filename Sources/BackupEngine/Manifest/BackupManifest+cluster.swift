package import YAMLText

extension BackupManifest.Cluster {
    /// Reads the entry of a manifest.
    ///
    /// - Throws: `YAMLError` with line and column of what is not as it should be.
    package init(node: YAMLNode) throws(YAMLError) {
        self.init(
            start: try View(node: node.value(of: "start")),
            end: try View(node: node.value(of: "end")),
            warnings: try node.texts(of: "warnings")
        )
    }

    /// The entry of a manifest.
    package var node: YAMLNode {
        YAMLNode([
            "start": self.start.node, "end": self.end.node,
            "warnings": YAMLNode(self.warnings.map { YAMLNode(text: $0) }),
        ])
    }
}

extension BackupManifest.Cluster.View {
    init(node: YAMLNode) throws(YAMLError) {
        self.init(
            nodes: try node.texts(of: "nodes"),
            keys: try node.texts(of: "keys"),
            migrations: try node.count(of: "migrations")
        )
    }

    var node: YAMLNode {
        YAMLNode([
            "nodes": YAMLNode(self.nodes.map { YAMLNode(text: $0) }),
            "keys": YAMLNode(self.keys.map { YAMLNode(text: $0) }),
            "migrations": YAMLNode(self.migrations),
        ])
    }
}
