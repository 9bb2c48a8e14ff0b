using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Budstikke.Tests.Support;

/// <summary>Where a connection is cut around a commit.</summary>
public enum Cut
{
    None,

    /// <summary>The server never sees the commit.</summary>
    BeforeTheCommit,

    /// <summary>The server has committed, and its answer is lost.</summary>
    BeforeTheAnswer,
}

/// <summary>Stands between a node and a real PostgreSQL, and cuts the connection of one commit.</summary>
internal sealed class CommitCutter : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _serverPort;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _armed;

    private CommitCutter(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = Accept();
    }

    public int Cuts { get; private set; }

    /// <summary>Called before a commit is cut.</summary>
    public Func<Task>? Cutting { get; set; }

    /// <summary>Called before a connection goes through that is opened after a cut, with how many have been opened
    /// since.</summary>
    public Func<int, Task>? Connecting { get; set; }

    private int _connectionsSinceCut;

    /// <summary>The cutter, and the connection string that goes through it.</summary>
    public static (CommitCutter Cutter, string Connection) Before(string connection)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection);
        var cutter = new CommitCutter(builder.Port);
        builder.Port = ((IPEndPoint)cutter._listener.LocalEndpoint).Port;
        return (cutter, builder.ConnectionString);
    }

    /// <summary>The next commit that comes by is cut.</summary>
    public void Arm(Cut cut) => Interlocked.Exchange(ref _armed, (int)cut);

    private async Task Accept()
    {
        var pipes = new List<Task>();
        try
        {
            while (true)
                pipes.Add(Carry(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(pipes);
        }
    }

    private async Task Carry(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            if (Cuts > 0 && Connecting is { } connecting)
                await connecting(Interlocked.Increment(ref _connectionsSinceCut));
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
            var (near, far) = (client.GetStream(), server.GetStream());
            var isMute = new StrongBox<bool>();
            await Task.WhenAny(Requests(near, far, isMute), Answers(far, near, isMute));
        }
    }

    private async Task Requests(NetworkStream client, NetworkStream server, StrongBox<bool> isMute)
    {
        var buffer = new byte[BufferBytes];
        while (await Some(client, buffer) is > 0 and var count)
        {
            var isCommit = buffer.AsSpan(0, count).IndexOf("COMMIT\0"u8) >= 0;
            var cut = isCommit ? (Cut)Interlocked.Exchange(ref _armed, (int)Cut.None) : Cut.None;
            if (cut != Cut.None && Cutting is { } cutting)
                await cutting();
            if (cut != Cut.None)
                Cuts++;
            if (cut == Cut.BeforeTheCommit)
                return;
            isMute.Value = cut == Cut.BeforeTheAnswer;
            await server.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        }
    }

    private async Task Answers(NetworkStream server, NetworkStream client, StrongBox<bool> isMute)
    {
        var buffer = new byte[BufferBytes];
        while (await Some(server, buffer) is > 0 and var count && !Volatile.Read(ref isMute.Value))
            await client.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
    }

    private async Task<int> Some(NetworkStream from, byte[] buffer)
    {
        try
        {
            return await from.ReadAsync(buffer, _stop.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }
}
