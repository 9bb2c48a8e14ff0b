using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Budstikke.Peppol;

namespace Budstikke.Tests.Peppol;

/// <summary>Real answers, damaged by chance: nobody is believed for it, and nothing hangs or throws.</summary>
[Collection(LookupNetwork.Shared)]
public sealed class PeppolFuzzTests(LookupNetwork network)
{
    private const int SmpAnswers = 1_000;
    private const int DnsAnswers = 200;
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    [NeedsPeers]
    public void No_damaged_answer_of_a_publisher_names_another_access_point()
    {
        var chance = new Random(20_261_130);
        var trust = new PeppolTrust(network.Settings);
        var question = new SmpQuestion("0192:found", PeppolDocument.Invoice);
        var good = network.FoundAnswer;
        var believed = 0;

        for (var i = 0; i < SmpAnswers; i++)
        {
            var answer = SmpAnswer.Of(Damaged(good, chance), question, trust, LookupNetwork.Now);

            if (answer is not SmpAnswer.At at)
            {
                answer.ShouldBeOfType<SmpAnswer.Unclear>();
                continue;
            }
            believed++;
            at.Endpoint.Address.ShouldBe(new Uri("https://ap.example/as4"));
            at.Endpoint.Certificate.Thumbprint.ShouldBe(PeppolPki.AccessPoint.Thumbprint);
        }
        // White space within the signature's own Base64, say.
        believed.ShouldBeLessThan(SmpAnswers / 10);
    }

    [NeedsPeers]
    public async Task A_damaged_answer_of_a_name_server_ends_in_words()
    {
        var chance = new Random(20_261_201);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var over = new CancellationTokenSource(s_hang);
        var serving = Serve(listener, await RealAnswers(), chance, over.Token);
        var settings = network.Settings with { Dns = [(IPEndPoint)listener.LocalEndpoint] };

        for (var i = 0; i < DnsAnswers; i++)
        {
            var name = SmlName.Of("0192:found", LookupNetwork.Zone);
            var answer = await new SmlClient(settings).Ask(name, over.Token).WaitAsync(s_hang);
            answer.Said.Length.ShouldBeGreaterThan(0);
        }

        over.IsCancellationRequested.ShouldBeFalse();
        await over.CancelAsync();
        await serving;
    }

    /// <summary>Asked of the real name server byte by byte: one of a name that there is, one of a name that there is
    /// not.</summary>
    private async Task<byte[][]> RealAnswers()
    {
        var answers = new List<byte[]>();
        foreach (var participant in new[] { "0192:found", "0192:nobody" })
        {
            using var client = new TcpClient();
            await client.ConnectAsync(network.NameServer);
            var stream = client.GetStream();
            await stream.WriteAsync(QueryOf(SmlName.Of(participant, LookupNetwork.Zone)));
            answers.Add(await ReadFramed(stream, default));
        }
        return [.. answers];
    }

    private static byte[] QueryOf(string name)
    {
        byte[] question =
        [
            .. new byte[] { 0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0 },
            .. name.Split('.').SelectMany(label => label.Select(c => (byte)c).Prepend((byte)label.Length)),
            .. new byte[] { 0, 0, 35, 0, 1 },
        ];
        return Framed(question);
    }

    private static async Task Serve(TcpListener listener, byte[][] answers, Random chance, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(end);
                var stream = client.GetStream();
                var query = await ReadFramed(stream, end);
                var answer = Damaged(answers[chance.Next(answers.Length)], chance);
                if (answer.Length > 1 && chance.Next(10) > 0)
                    query.AsSpan(0, 2).CopyTo(answer);
                await stream.WriteAsync(Framed(answer), end);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException) { }
        }
    }

    private static byte[] Framed(byte[] message)
    {
        var framed = new byte[message.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)message.Length);
        message.CopyTo(framed, 2);
        return framed;
    }

    private static async Task<byte[]> ReadFramed(NetworkStream stream, CancellationToken end)
    {
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, end);
        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(message, end);
        return message;
    }

    private static byte[] Damaged(byte[] good, Random chance)
    {
        List<byte> bytes = [.. good];
        for (var blows = 1 + chance.Next(4); blows > 0 && bytes.Count > 1; blows--)
        {
            var at = chance.Next(bytes.Count);
            var length = Math.Min(1 + chance.Next(40), bytes.Count - at);
            switch (chance.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << chance.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)chance.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(chance.Next(bytes.Count - length + 1), length));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }
        return [.. bytes];
    }
}
