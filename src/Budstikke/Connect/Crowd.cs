namespace Budstikke.Connect;

/// <summary>How many of something each client and each address may have open at once; 0 is no limit.</summary>
internal sealed class Crowd(int perClient, int perAddress)
{
    private readonly Lock _turn = new();
    private readonly Dictionary<string, int> _clients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _addresses = new(StringComparer.Ordinal);

    /// <summary>A place, given back when it is disposed of; null when the client or the address has all that it may
    /// have.</summary>
    /// <param name="client">Null where nobody is known yet.</param>
    public IDisposable? TryEnter(string? client, string address)
    {
        lock (_turn)
        {
            if (IsFull(_addresses, address, perAddress) || (client is not null && IsFull(_clients, client, perClient)))
                return null;
            Add(_addresses, address, 1);
            if (client is not null)
                Add(_clients, client, 1);
        }
        return new Place(this, client, address);
    }

    private void Leave(string? client, string address)
    {
        lock (_turn)
        {
            Add(_addresses, address, -1);
            if (client is not null)
                Add(_clients, client, -1);
        }
    }

    private static bool IsFull(Dictionary<string, int> counts, string key, int most) =>
        most > 0 && counts.GetValueOrDefault(key) >= most;

    private static void Add(Dictionary<string, int> counts, string key, int change)
    {
        var count = counts.GetValueOrDefault(key) + change;
        if (count == 0)
            counts.Remove(key);
        else
            counts[key] = count;
    }

    private sealed class Place(Crowd crowd, string? client, string address) : IDisposable
    {
        private bool _isLeft;

        public void Dispose()
        {
            if (!_isLeft)
                crowd.Leave(client, address);
            _isLeft = true;
        }
    }
}
