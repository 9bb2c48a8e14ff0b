namespace Budstikke.Documents.Schematron.Trees;

/// <summary>
/// The names that a rule set speaks of, as integers. It grows while the rules are compiled and is only read afterwards;
/// names of a document that no rule speaks of get numbers of their own in the document's tree.
/// </summary>
internal sealed class Names
{
    private readonly Dictionary<(string Local, string Uri, bool IsAttribute), int> _ids = [];

    public int Count => _ids.Count;

    public int Add(string local, string uri, bool isAttribute)
    {
        var key = (local, uri, isAttribute);
        if (!_ids.TryGetValue(key, out var id))
            _ids[key] = id = _ids.Count;
        return id;
    }

    public bool TryFind(string local, string uri, bool isAttribute, out int id) =>
        _ids.TryGetValue((local, uri, isAttribute), out id);
}
