namespace Budstikke.Jobs.Network;

/// <summary>Reads an answer of somebody who may send without end.</summary>
internal static class LimitedBody
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>Null where it has more bytes than that; what comes behind them is not read.</summary>
    public static async Task<byte[]?> Read(HttpContent content, int maxBytes, CancellationToken cancel)
    {
        await using var stream = await content.ReadAsStreamAsync(cancel);
        using var kept = new MemoryStream();
        var buffer = new byte[BufferBytes];
        while (await stream.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            if (kept.Length + read > maxBytes)
                return null;
            kept.Write(buffer, 0, read);
        }
        return kept.ToArray();
    }
}
