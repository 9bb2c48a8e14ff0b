using Budstikke.Orders;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>Who is the same customer, and who only shares a number.</summary>
public sealed class CustomerStories
{
    /// <summary>As it is published: its check digits are wrong, and many shops send it.</summary>
    private const string Dummy = "12345678901";

    private const string Owners = "SELECT order_id || ' of ' || customer_id FROM orders";

    private static readonly Order s_kari = Samples.ToPerson;
    private static readonly Order s_ola = Named("Ola Nordmann");

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_people_at_one_telephone_are_two_customers(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        var (kari, ola) = (await CustomerOf(app, s_kari), await CustomerOf(app, s_ola));

        ola.ShouldNotBe(kari);
        (await CustomerOf(app, Named("  KARI  nordmann "))).ShouldBe(kari);
        (await CustomerOf(app, s_ola)).ShouldBe(ola);
        (await CustomerOf(app, At("90000000"))).ShouldNotBe(kari);
        (await NameOf(app, kari)).ShouldBe("  KARI  nordmann ");
        (await NameOf(app, ola)).ShouldBe("Ola Nordmann");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_name_is_the_same_composed_and_decomposed(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        (await CustomerOf(app, Named("Åse Nguyễn"))).ShouldBe(
            await CustomerOf(app, Named("A\u030ase Nguye\u0302\u0303n"))
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_personal_number_that_can_be_one_decides_alone(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        var kari = await CustomerOf(app, s_kari, Samples.PersonalNumber);

        (await CustomerOf(app, At("90000000", "Kari Hansen"), Samples.PersonalNumber)).ShouldBe(kari);
        (await CustomerOf(app, s_kari)).ShouldNotBe(kari);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_personal_number_with_wrong_check_digits_makes_no_one_customer_of_many(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        var kari = await CustomerOf(app, s_kari);
        var (ola, eva) = (await CustomerOf(app, s_ola, Dummy), await CustomerOf(app, At("90000000"), Dummy));

        new[] { kari, ola, eva }.ShouldBeUnique();
        // The customer is known by then, and what is sent is kept all the same; the first stays.
        (await NumberOf(app, kari)).ShouldBeNull();
        (await CustomerOf(app, s_kari, Dummy)).ShouldBe(kari);
        (await CustomerOf(app, s_kari, "11111111111")).ShouldBe(kari);
        foreach (var customer in new[] { kari, ola, eva })
            (await NumberOf(app, customer)).ShouldBe(Dummy);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_company_is_one_in_its_country(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        var norwegian = await CustomerOf(app, Samples.ToCompany);

        (await CustomerOf(app, Samples.ToForeignCompany)).ShouldNotBe(norwegian);
        (await CustomerOf(app, Renamed(Samples.ToCompany, "Bedrift Norge AS"))).ShouldBe(norwegian);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_two_clients_know_of_one_person_has_nothing_in_common(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var other = await app.CallerOf((await app.AddClient(BudstikkeApp.SampleClient)).ClientId);
        foreach (var caller in new[] { app.Caller, other })
            await app.Submit(s_kari, Samples.PersonalNumber, caller);

        foreach (
            var hash in new[]
            {
                "identity_hash FROM customers",
                "key_hash FROM customers",
                "number_hash FROM personal_numbers",
            }
        )
        {
            var hashes = await Column(app, $"SELECT {hash}");
            hashes.Count.ShouldBe(2, hash);
            hashes.ShouldBeUnique(hash);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_customer_of_an_earlier_release_keeps_its_id_where_its_newest_order_is_of_the_same_person(
        Store store
    )
    {
        await using var earlier = await EarlierStore.Of(store);
        // All three of a kind were one customer then; the last of them has the newest order.
        var phone = await earlier.Add(s_kari, s_ola);
        var dummy = await earlier.Add(Dummy, At("1", "Per Berg"), At("2", "Pål Berg"));
        var number = await earlier.Add(Samples.PersonalNumber, At("3", "Eva Lie"));
        var company = await earlier.Add(Samples.ToForeignCompany, Samples.ToCompany);
        var (found, held) = (new List<string>(), new List<string>());

        for (var life = 0; life < 2; life++)
        {
            await using var app = await earlier.Open();
            held = life == 0 ? [.. await Column(app, Owners)] : held;
            (await CustomerOf(app, s_ola)).ShouldBe(phone);
            (await CustomerOf(app, At("2", "PÅL BERG"), Dummy)).ShouldBe(dummy);
            (await CustomerOf(app, At("9", "Eva Lie Dahl"), Samples.PersonalNumber)).ShouldBe(number);
            (await CustomerOf(app, Renamed(Samples.ToCompany, "Bedrift Norge AS"))).ShouldBe(company);
            found.Add(await CustomerOf(app, s_kari));
            found.Add(await CustomerOf(app, At("1", "Per Berg"), Dummy));
            found.Add(await CustomerOf(app, Samples.ToForeignCompany));
            held.ShouldBeSubsetOf(await Column(app, Owners));
        }

        found[..3].ShouldBe(found[3..]);
        found[..3].Concat([phone, dummy, number, company]).ShouldBeUnique();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_node_of_an_earlier_release_goes_on_beside_us(Store store)
    {
        await using var earlier = await EarlierStore.Of(store);
        var kari = await earlier.Add(s_kari);
        await using var app = await earlier.Open();
        (await CustomerOf(app, s_kari)).ShouldBe(kari);
        var eva = At("90000000", "Eva Lie");

        // What it knew it finds, and what it makes is found here; a customer that came to us first is another one to
        // it.
        (await earlier.Take(app, s_kari)).ShouldBe(kari);
        var made = await earlier.Take(app, eva);
        (await CustomerOf(app, eva)).ShouldBe(made);
        (await earlier.Take(app, eva)).ShouldBe(made);
        var per = await CustomerOf(app, At("1", "Per Berg"));
        (await earlier.Take(app, At("1", "Per Berg"))).ShouldNotBe(per);
        (await CustomerOf(app, At("1", "Per Berg"))).ShouldBe(per);
    }

    [NeedsPostgres]
    public async Task Two_nodes_that_meet_an_earlier_customer_at_once_agree()
    {
        await using var earlier = await EarlierStore.Of(Store.Postgres);
        const int Customers = 30;
        var ids = new List<string>();
        for (var i = 0; i < Customers; i++)
            ids.Add(await earlier.Add(At($"{i}", "Kari"), At($"{i}", "Ola")));
        await using var one = await earlier.Open();
        await using var other = await earlier.Open();

        var found = await Task.WhenAll(
            Enumerable
                .Range(0, Customers * 4)
                .Select(i => CustomerOf(i % 2 == 0 ? one : other, At($"{i / 4}", i / 2 % 2 == 0 ? "Ola" : "Kari")))
        );

        for (var i = 0; i < Customers; i++)
        {
            found[i * 4].ShouldBe(ids[i]);
            found[(i * 4) + 1].ShouldBe(ids[i]);
            found[(i * 4) + 2].ShouldBe(found[(i * 4) + 3]);
        }
        found.Distinct().Count().ShouldBe(Customers * 2);
    }

    private static Order Named(string name) => Renamed(Samples.ToPerson, name);

    private static Order Renamed(Order order, string name) =>
        order with
        {
            Customer = order.Customer with { Name = name },
        };

    private static Order At(string msisdn, string name = "Kari Nordmann") =>
        Samples.ToPerson with
        {
            Customer = Samples.ToPerson.Customer with { Msisdn = msisdn, Name = name },
        };

    private static async Task<string> CustomerOf(BudstikkeApp app, Order order, string? number = null)
    {
        app.Clock.Set(app.Clock.GetUtcNow().AddSeconds(1));
        var digits = number is null ? null : new PersonalDigits(number);
        return (await app.Accept(new(app.Caller, order, digits, [], null))).ShouldBeOfType<OrderStored>().CustomerId;
    }

    private static OrderStore Stored(BudstikkeApp app) => app.Services.GetRequiredService<OrderStore>();

    private static async Task<string> NameOf(BudstikkeApp app, string customer) =>
        (await Stored(app).NewestOf(app.ClientId, customer))!.Order.Customer.Name;

    private static async Task<string?> NumberOf(BudstikkeApp app, string customer) =>
        (await Stored(app).PersonalDigitsOf(app.ClientId, customer))?.Reveal();

    private static Task<IReadOnlyList<string>> Column(BudstikkeApp app, string sql) =>
        app.Database.Read(session => session.Query<string>(sql));
}
