using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Budstikke.Tests.Distribution.Email.Bounces;

/// <summary>A mail server that says to the listener what a test has it say.</summary>
internal sealed class MailLine : IDisposable
{
    private readonly TcpClient _client;
    private readonly StreamReader _reader;

    private MailLine(TcpClient client) => (_client, _reader) = (client, new(client.GetStream(), Encoding.UTF8));

    /// <summary>Waits for the greeting.</summary>
    public static async Task<MailLine> To(IPEndPoint address)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address);
        var line = new MailLine(client);
        (await line.Answer()).ShouldStartWith("220");
        return line;
    }

    /// <summary>The last line of the answer.</summary>
    public async Task<string> Say(string text)
    {
        await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text + "\r\n"));
        return await Answer();
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> Answer()
    {
        string? line;
        do line = await _reader.ReadLineAsync();
        while (line is { Length: > 3 } && line[3] == '-');
        return line ?? "";
    }
}
