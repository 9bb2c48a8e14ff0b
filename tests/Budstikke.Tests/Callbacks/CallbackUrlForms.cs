using System.Net;
using Budstikke.Callbacks;
using Budstikke.Connect.Reading;

namespace Budstikke.Tests.Callbacks;

/// <summary>URLs in every form that we could think of, each with what becomes of it on an installation as it comes. It
/// is judged by the functions that decide, and none is called.</summary>
public sealed class CallbackUrlForms
{
    /// <summary>No web address at all: the door says so.</summary>
    private const string NoUrl = "no URL";

    /// <summary>Never called, by what stands in the URL.</summary>
    private const string Refused = "refused";

    /// <summary>An address on the public internet.</summary>
    private const string Called = "called";

    /// <summary>A name: its addresses are judged when they are known.</summary>
    private const string LookedUp = "looked up";

    private static readonly (string Verdict, string[] Urls)[] s_forms =
    [
        (
            Called,
            [
                "https://1.1.1.1/cb",
                "https://8.8.8.8:8443/cb",
                "http://193.0.0.1/",
                "https://[2a00:1450:4001::1]/",
                "https://[2A00:1450:4001:0:0:0:0:1]:443/",
                "https://[2600::]/",
                "https://134744072/",
                "https://0x08080808/",
                "https://010.010.010.010/",
                "https://8.8.2056/",
                "https://0x8.0x8.0x8.0x8/",
            ]
        ),
        (
            LookedUp,
            [
                "https://client.example/cb",
                "https://client.example",
                "http://client.example:8080/cb?a=1",
                "https://client.example:8000/",
                "https://client.example:9999/",
                "HTTPS://CLIENT.EXAMPLE/CB",
                "https://client.example./cb",
                "https://blåbær.example/",
                "https://xn--blbr-roah.example/",
                "https://a_b.example/",
                "https://client.example:443/cb#127.0.0.1",
                "https://client.example/127.0.0.1",
                "https://client.example/?u=http://127.0.0.1/",
                "https://client.example/@127.0.0.1/",
                "https://client.example/..;/admin",
                "https://127.0.0.1.example/",
                "https://127.0.0.1.nip.io/",
                "https://localtest.me/",
                "https://metadata.google.internal/",
                "https://intranet/",
                "https://localhost.example/",
                "https://localhost/",
                "https://LOCALHOST./",
                "https://api.localhost/",
                "https://127.0.0.1.0/",
                "https://256.256.256.256/",
                "https://1.1.1.1.1/",
                "https://0xg/",
                "https://１２７.example/",
                "https://client.example:0443/",
                "https://client.example:/",
                "https://-client.example/",
                // A point behind it makes a name of it, whose addresses are judged like any.
                "https://8.8.8.8.:443/",
                "http://127.0.0.1./",
            ]
        ),
        (
            Refused,
            [
                // Loopback, however it is written.
                "http://127.0.0.1/",
                "https://127.0.0.1:443/",
                "http://127.1/",
                "http://127.0.1/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7F.0.0.1/",
                "http://0177.0.0.1/",
                "http://017700000001/",
                "http://0x7f.1/",
                "http://127.255.255.254/",
                "http://①②⑦.0.0.1/",
                "http://１２７.０.０.１/",
                "http://[::1]/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[::127.0.0.1]/",
                "http://[::ffff:0:127.0.0.1]/",
                // This network, and nowhere.
                "http://0.0.0.0/",
                "http://0/",
                "http://0x0/",
                "http://[::]/",
                // Private networks.
                "http://10.0.0.1/",
                "http://10.255.255.255/",
                "http://167772161/",
                "http://0xa000001/",
                "http://012.0.0.1/",
                "http://172.16.0.1/",
                "http://172.31.255.255/",
                "http://192.168.0.1/",
                "http://192.168.1/",
                "http://3232235521/",
                "http://0xc0a80001/",
                "http://[::ffff:192.168.0.1]/",
                "http://[::ffff:c0a8:1]/",
                "http://[fc00::1]/",
                "http://[fd12:3456:789a::1]/",
                // Link-local, and what the clouds have there.
                "http://169.254.0.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://2852039166/",
                "http://0xa9fea9fe/",
                "http://0251.0376.0251.0376/",
                "http://[::ffff:169.254.169.254]/",
                "http://[fe80::1]/",
                "http://[fe80::1%25eth0]/",
                "http://[fec0::1]/",
                "http://[fd00:ec2::254]/",
                "http://100.100.100.200/",
                "http://192.0.0.192/",
                // Shared, reserved, documentation, benchmarks, multicast, broadcast.
                "http://100.64.0.1/",
                "http://100.127.255.254/",
                "http://192.0.0.8/",
                "http://192.0.2.1/",
                "http://192.88.99.1/",
                "http://198.18.0.1/",
                "http://198.19.255.255/",
                "http://198.51.100.1/",
                "http://203.0.113.1/",
                "http://224.0.0.1/",
                "http://239.255.255.250/",
                "http://240.0.0.1/",
                "http://255.255.255.255/",
                "http://4294967295/",
                "http://[100::1]/",
                "http://[2001:db8::1]/",
                "http://[3fff::1]/",
                "http://[5f00::1]/",
                "http://[ff02::1]/",
                "http://[ff0e::1]/",
                "http://[4000::1]/",
                // IPv4 within IPv6.
                "http://[64:ff9b::7f00:1]/",
                "http://[64:ff9b::127.0.0.1]/",
                "http://[64:ff9b:1::a00:1]/",
                "http://[2002:7f00:1::1]/",
                "http://[2002:a00:1::]/",
                "http://[2001:0:7f00:1::1]/",
                "http://[2001::1]/",
                "http://[2001:20::1]/",
                // Ports that are no web server's.
                "https://client.example:22/",
                "https://client.example:25/",
                "http://client.example:0/",
                "http://client.example:6379/",
                "http://client.example:5432/",
                "https://client.example:7999/",
                "https://client.example:10000/",
                "https://client.example:65535/",
                "https://1.1.1.1:8/",
                // Somebody's name in it.
                "https://kari@client.example/",
                "https://kari:hemmelig@client.example/",
                "https://client.example@127.0.0.1/",
                "https://127.0.0.1@client.example/",
                "https://:hemmelig@client.example/",
                "https://client.example%40@client.example/",
                // No name that DNS could know.
                "http://a\u200db.example/",
                "http://\u00ad/",
            ]
        ),
        (
            NoUrl,
            [
                "",
                "/cb",
                "client.example/cb",
                "//client.example/cb",
                "https:",
                "https://",
                "https:///cb",
                "https:/client.example/cb",
                "http:client.example",
                "ftp://client.example/",
                "file:///etc/passwd",
                "gopher://127.0.0.1:6379/_INFO",
                "dict://127.0.0.1:11211/",
                "ldap://127.0.0.1/",
                "jar:http://127.0.0.1!/",
                "javascript:alert(1)",
                "data:text/plain,1",
                "mailto:kari@client.example",
                "ws://client.example/",
                "https://client.example:99999/",
                "https://client.example:-1/",
                "https://client.example:http/",
                "https://client .example/",
                " https://client.example/",
                "https://client.example/\r\nHost: x",
                "https://client.example/\tcb",
                "https:\\\\client.example\\cb",
                "https://client.example\\@127.0.0.1/",
                "https://[::1/",
                "https://[::g]/",
                "https://[127.0.0.1]/",
                "https://[1.1.1.1]/",
                "https://%31%32%37.0.0.1/",
                "https://client%2eexample/",
                "https://client..example/",
                "https://.client.example/",
                "https://cl<ient.example/",
                "https://client.example\u0000/",
            ]
        ),
    ];

    public static TheoryData<string, string> Forms
    {
        get
        {
            var forms = new TheoryData<string, string>();
            foreach (var (verdict, urls) in s_forms)
            foreach (var url in urls)
                forms.Add(url, verdict);
            return forms;
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Each_has_its_verdict(string url, string verdict) => VerdictOf(url).ShouldBe(verdict);

    [Fact]
    public void There_are_more_than_a_hundred_and_twenty() => Forms.Count.ShouldBeGreaterThanOrEqualTo(120);

    private static string VerdictOf(string text)
    {
        if (!IsUrl.TryRead(text, out var url))
            return NoUrl;
        if (CallbackAddress.Check(url, new()) is not null)
            return Refused;
        return IPAddress.TryParse(url.IdnHost, out _) ? Called : LookedUp;
    }
}
