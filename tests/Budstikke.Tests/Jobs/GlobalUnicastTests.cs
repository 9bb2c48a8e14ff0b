using System.Net;
using Budstikke.Jobs.Network;

namespace Budstikke.Tests.Jobs;

/// <summary>
/// Every address that may be called is in a global unicast range. The ranges are those of the IANA's registries as
/// numbers, written down here a second time: what the product says is not asked about itself.
/// </summary>
public sealed class GlobalUnicastTests
{
    private const int Addresses = 200_000;

    /// <summary>IPv4 addresses that are not globally reachable: registry of special-purpose addresses, multicast,
    /// and what is reserved.</summary>
    private static readonly (uint First, uint Last)[] s_special =
    [
        (0x00000000, 0x00FFFFFF),
        (0x0A000000, 0x0AFFFFFF),
        (0x64400000, 0x647FFFFF),
        (0x7F000000, 0x7FFFFFFF),
        (0xA9FE0000, 0xA9FEFFFF),
        (0xAC100000, 0xAC1FFFFF),
        (0xC0000000, 0xC00000FF),
        (0xC0000200, 0xC00002FF),
        (0xC0586300, 0xC05863FF),
        (0xC0A80000, 0xC0A8FFFF),
        (0xC6120000, 0xC613FFFF),
        (0xC6336400, 0xC63364FF),
        (0xCB007100, 0xCB0071FF),
        (0xE0000000, 0xFFFFFFFF),
    ];

    /// <summary>Beginnings of 32 bits within 2000::/3 that are not globally reachable, and how many bits of each
    /// count.</summary>
    private static readonly (uint Prefix, int Bits)[] s_specialIPv6 =
    [
        (0x20010000, 23),
        (0x20010DB8, 32),
        (0x20020000, 16),
        (0x3FFF0000, 20),
    ];

    [Fact]
    public void Any_IPv4_address_that_is_allowed_is_global()
    {
        var random = new Random(2026);
        var edges = s_special.SelectMany(range => new[] { range.First - 1, range.First, range.Last, range.Last + 1 });
        foreach (var number in edges.Concat(Some(Addresses, () => (uint)random.NextInt64(1L << 32))))
            PublicAddress.Is(IPv4(number)).ShouldBe(IsGlobal(number), IPv4(number).ToString());
    }

    [Fact]
    public void Any_IPv6_address_that_is_allowed_is_global()
    {
        var random = new Random(2026);
        var beginnings = s_specialIPv6
            .SelectMany(special =>
                new[] { special.Prefix - 1, special.Prefix, special.Prefix + 1, LastOf(special), LastOf(special) + 1 }
            )
            .Concat(
                new uint[] { 0, 0x1FFFFFFF, 0x20000000, 0x3FFFFFFF, 0x40000000, 0xFC000000, 0xFE800000, 0xFF020000 }
            )
            .Concat(Some(Addresses / 2, () => (uint)random.NextInt64(1L << 32)))
            // Half of them where addresses are given out at all.
            .Concat(Some(Addresses / 2, () => 0x20000000 | (uint)random.NextInt64(1L << 29)));
        foreach (var beginning in beginnings)
        {
            var address = IPv6(beginning, random);
            PublicAddress.Is(address).ShouldBe(IsGlobalIPv6(beginning), address.ToString());
        }
    }

    [Fact]
    public void No_IPv4_address_is_allowed_in_the_clothes_of_IPv6()
    {
        var random = new Random(2026);
        foreach (var number in Some(20_000, () => (uint)random.NextInt64(1L << 32)))
        {
            var (high, low) = (number >> 16, number & 0xFFFF);
            foreach (
                var text in new[]
                {
                    $"::ffff:{high:x}:{low:x}",
                    $"::{high:x}:{low:x}",
                    $"::ffff:0:{high:x}:{low:x}",
                    $"64:ff9b::{high:x}:{low:x}",
                    $"64:ff9b:1::{high:x}:{low:x}",
                    $"2002:{high:x}:{low:x}::1",
                    $"2001:0:{high:x}:{low:x}::1",
                    $"fe80::5efe:{high:x}:{low:x}",
                }
            )
                PublicAddress.Is(IPAddress.Parse(text)).ShouldBeFalse(text);
        }
    }

    private static IEnumerable<uint> Some(int count, Func<uint> next) => Enumerable.Range(0, count).Select(_ => next());

    private static bool IsGlobal(uint number) =>
        !Array.Exists(s_special, range => number >= range.First && number <= range.Last);

    private static bool IsGlobalIPv6(uint beginning) =>
        beginning >> 29 == 1
        && !Array.Exists(
            s_specialIPv6,
            special => beginning >> (32 - special.Bits) == special.Prefix >> (32 - special.Bits)
        );

    private static uint LastOf((uint Prefix, int Bits) special) =>
        special.Prefix | (special.Bits == 32 ? 0 : uint.MaxValue >> special.Bits);

    private static IPAddress IPv4(uint number) =>
        new([(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);

    private static IPAddress IPv6(uint beginning, Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        IPv4(beginning).GetAddressBytes().CopyTo(bytes, 0);
        return new(bytes);
    }
}
