using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;

namespace Budstikke.Bench;

/// <summary>
/// Many connections held open against one node on SQLite: every second one has sent nothing, the others are in the
/// middle of a body that comes just fast enough not to be closed. Beside them a new caller connects, sends an order and
/// gets its answer, again and again.
/// </summary>
internal static class ConnectionsBench
{
    private const int NewCallers = 200;
    private const int ConnectingAtOnce = 64;

    /// <summary>What either process needs beside the connections.</summary>
    private const int OtherFiles = 500;

    /// <summary>Above the node's least rate (240 bytes a second).</summary>
    private const int BytesASecond = 400;

    public static async Task<IReadOnlyList<Figure>> Run(int count, CancellationToken cancel)
    {
        if (await MaxOpenFiles() is { } max && max < count + OtherFiles)
            throw new TooFewFilesException(
                $"{count} connections need {count + OtherFiles} open files a process, and the limit is {max}: "
                    + "raise it (ulimit -n) or ask for fewer (--count)."
            );
        var folder = StoreFolder.New();
        try
        {
            var settings = await StoreFolder.Settings(Store.Sqlite, folder);
            settings["Node:Roles"] = "api";
            // The bodies stay half on purpose, for as long as it takes, and come from one client and one address.
            foreach (var limit in new[] { "BodySeconds", "OpenBodiesPerClient", "OpenBodiesPerAddress" })
                settings[$"Connect:{limit}"] = "0";
            var token = await NodeProcess.AddTestClient(settings);
            using var node = await NodeProcess.Serve(settings);
            return await Run(node.Address, token, count, cancel);
        }
        finally
        {
            await StoreFolder.Delete(folder);
        }
    }

    private static async Task<IReadOnlyList<Figure>> Run(Uri node, string token, int count, CancellationToken cancel)
    {
        var nextOrder = RequestBytes.Orders(PublishedOrder.Json, token, 0);
        var alone = await NewCallersOf(node, nextOrder, cancel);
        var held = new Socket[count];
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var bodies = new ConcurrentQueue<Socket>();
            var trickle = Trickle(bodies, end.Token);
            var begun = Stopwatch.StartNew();
            await Parallel.ForAsync(
                0,
                count,
                new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce, CancellationToken = cancel },
                async (i, stop) =>
                {
                    held[i] = await HttpLoad.Connect(node, stop);
                    if (i % 2 == 0)
                        return;
                    await BeginBody(held[i], token, stop);
                    bodies.Enqueue(held[i]);
                }
            );
            var opened = begun.Elapsed.TotalSeconds;
            var beside = await NewCallersOf(node, nextOrder, cancel);
            var open = held.Count(IsOpen);
            await end.CancelAsync();
            await trickle;
            return
            [
                Figure.Of("held open", "connections", [open]),
                Figure.Of("opening them", "s", [opened]),
                Figure.Of("a new caller before", "ms", alone),
                Figure.Of("a new caller beside them", "ms", beside),
            ];
        }
        finally
        {
            foreach (var socket in held)
                socket?.Dispose();
        }
    }

    /// <summary>Null where the system does not say.</summary>
    private static async Task<long?> MaxOpenFiles()
    {
        const string Limits = "/proc/self/limits";
        if (!File.Exists(Limits))
            return null;
        // .NET has raised the soft limit to the hard one when it started.
        var line = (await File.ReadAllLinesAsync(Limits)).First(one =>
            one.StartsWith("Max open files", StringComparison.Ordinal)
        );
        var soft = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? files : null;
    }

    private static ValueTask<int> BeginBody(Socket socket, string token, CancellationToken cancel) =>
        socket.SendAsync(
            Encoding.ASCII.GetBytes(
                $"POST {RequestBytes.SendInvoice} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
                    + $"Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{{"
            ),
            cancel
        );

    /// <summary>Feeds every body that has begun, once a second.</summary>
    private static async Task Trickle(ConcurrentQueue<Socket> bodies, CancellationToken cancel)
    {
        var blanks = Encoding.ASCII.GetBytes(new string(' ', BytesASecond));
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            do
            {
                foreach (var socket in bodies)
                    await TryFeed(socket, blanks, cancel);
            } while (await second.WaitForNextTickAsync(cancel));
        }
        catch (OperationCanceledException)
        {
            // The measurement is done.
        }
    }

    private static async Task TryFeed(Socket socket, byte[] blanks, CancellationToken cancel)
    {
        try
        {
            await socket.SendAsync(blanks, cancel);
        }
        catch (SocketException)
        {
            // The node has closed it, which the count of open ones shows.
        }
    }

    /// <summary>Milliseconds from connecting to the 201, for one new caller after another.</summary>
    private static async Task<IReadOnlyList<double>> NewCallersOf(
        Uri node,
        Func<ReadOnlyMemory<byte>> nextOrder,
        CancellationToken cancel
    )
    {
        var waits = new List<double>();
        for (var i = 0; i < NewCallers; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await HttpLoad.Once(node, nextOrder(), cancel);
            waits.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        return waits;
    }

    /// <summary>The node has neither answered nor closed it.</summary>
    private static bool IsOpen(Socket socket) => !socket.Poll(0, SelectMode.SelectRead);
}

/// <summary>The system lets a process open fewer files than the measurement needs; the message says how many.</summary>
internal sealed class TooFewFilesException(string message) : Exception(message);
