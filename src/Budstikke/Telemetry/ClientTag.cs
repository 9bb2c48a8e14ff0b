namespace Budstikke.Telemetry;

/// <summary>Counts per client for the first hundred that a node meets, the rest together: every tag value costs memory
/// here and at the collector.</summary>
internal sealed class ClientTag
{
    public const int MaxClients = 100;
    public const string Other = "other";
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public string Of(string clientId)
    {
        lock (_known)
            return _known.Contains(clientId) || (_known.Count < MaxClients && _known.Add(clientId)) ? clientId : Other;
    }
}
