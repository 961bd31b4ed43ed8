"""Words of both languages by which reps mean the same thing, without accents.

Written as `bot.text.topic_words`: a word that ends in `*` stands for all that begin so.
"""

from typing import Final

SAME_WORDS: Final[dict[str, str]] = {
    "no service": """
        no service, no signal, no bars, out of service, without service, without signal, w o signal,
        lost service, lost signal, lost coverage, no coverage, no reception, no network, sos, sos
        only, cant call out, searching, nobody has signal, nothing works, has no signal, phones
        dead, phone dead, phone is dead, service down, service is down, down in, outage*, tower,
        towers, tower down, site down, sites down, cell site*, is down, unreachable, no calls,
        sin servicio, sin senal, sin red, sin cobertura, sin linea, no hay senal, no hay servicio,
        no hay red, no tiene senal, no tienen senal, no tiene servicio, se quedaron sin, no agarra,
        sin bars, falla, fallas, caida, se cayo, antena*, torre*, no funciona, apagon de red""",
    "slow": """
        slow*, crawl*, crawling, sluggish, nothing loads, cant load, not loading, mbps, buffering,
        lento*, lenta*, lentisim*, no carga nada, tarda mucho""",
    "drops": """
        calls drop, call drops, dropped call*, dropping calls, drops calls, drop calls, losing
        calls, loses calls, keeps dropping, se cortan, se corta, se caen las llamadas, llamadas
        caidas""",
    "text": """
        text, texts, texting, texted, sms, message, messages, messaging, imessage, mensaje*""",
    "code": """
        2fa, otp, passcode*, short code*, shortcode*, verification code*, verification text*, bank
        code*, one time pass*, codigos del banco, codigo del banco, codigos de verificacion, codigo
        de verificacion, codigos""",
    "picture": "mms, picture*, photo*, pics, foto*, imagen*",
    "voicemail": "voicemail*, voice mail*, buzon*, correo de voz",
    "audio": """
        one way audio, no sound, cant hear, cannot hear, silence, no audio, audio, no se oye, no
        escucha*, sin sonido""",
    "canada": "canada, canadian, canadiens*",
    "mexico": "mexico, mexican*",
    "home internet": """
        home internet, gateway*, router*, modem*, 5g home, internet box, internet de casa, internet
        en casa, wifi box""",
    "internet": "internet, data, datos, lte, 5g, hotspot*, navega*",
    "power": """
        power out*, power is out, power off, no power, without power, blackout*, electric*, lights
        out, shutoff, shut off power, lost power, no hay luz, sin luz, se fue la luz, apagon*,
        corte de luz, electricidad, off power""",
    "fire": "fire, fires, wildfire*, smoke, evacu*, incendio*, fuego*, humo",
    "storm": """
        storm*, wind, winds, windy, hurricane*, tornado*, tormenta*, viento*, huracan*""",
    "ice": "ice, icy, snow*, hielo, nieve, nevada*",
    "flood": "flood*, water damage, under water, underwater, inunda*, inundo, inundacion*",
    "twice": """
        twice, double, doubled, 2 times, two times, two payments, duplicate*, dup, again on the
        card, dos veces, doble, dos pagos, duplicad*""",
    "charge": """
        charge*, charged, charging her, overcharge*, fee, fees, surcharge*, billed, cobr*, cobro,
        cargo, cargos, recargo*, tarifa*""",
    "late": "late fee*, late charge*, past due fee, mora, recargo por mora, recargo*",
    "declined": """
        declin*, refus*, reject*, denied, not accepted, payment failed, failing, keeps failing,
        fails, invalid, rechaz*, no acepta*, no la acepta, invalid*, no pasa, denega*""",
    "autopay": """
        autopay, auto pay, automatic payment*, autopago, pago automatico, pagos automaticos,
        domiciliad*""",
    "bill": "bill, bills, invoice*, statement*, e bill, ebill, factura*, recibo*",
    "payment": "pay, pays, paying, paid, payment*, pago, pagos, pagar, pague, paga, pagaron",
    "card": "card, cards, visa, mastercard, debit, tarjeta*",
    "missing": """
        missing, disappear*, gone, never came, didnt come, not arriving, never comes, no aparece*,
        desaparec*, se borr*, falta*, perdio, fell off, dropped off, never got, didnt get, not
        getting, not coming, doesnt arrive, dont arrive, never show*, no llega*, no le llega*, not
        received, isnt there, not there, not in system, cant find""",
    "price": """
        price*, dollars more, more per line, costs more, higher bill, increase*, went up, rate
        increase, higher, jumped, hike, precio*, subio, subieron, aumento*, mas caro""",
    "refund": "refund*, money back, reembols*, devolucion de dinero, devuelv*",
    "credit": "credit, credits, credito*, bonific*",
    "past due": """
        past due, overdue, still owes, not posted, not applied, suspension, vencid*, le sigue
        saliendo, adeudo""",
    "gift card": """
        gift card*, refill card*, refill, prepaid pin*, prepaid card*, tarjeta de regalo, tarjetas
        de regalo, recarga*""",
    "esim": "esim*, e sim*, qr, qr code*, codigo qr",
    "activate": """
        activat*, activation*, provision*, pending, in progress, in process, en proceso, activa*,
        no se activa, alta de linea""",
    "sim swap": "sim swap*, swap sim*, swap, sim change*, change sim, cambio de chip, cambiar chip",
    "compatible": "compatib*, byod, imei check*",
    "port": "port, ports, porting, ported, port in, port out, portabilidad, portar*, portacion",
    "pin": "pin, pins, nip, nips, transfer pin, passcode, account pin",
    "store": "store, stores, shop, location, dealer, kiosk, tienda*, sucursal*",
    "closed": """
        closed, shut, closes early, locked door, nobody is there, door, cerrad*, cierra*""",
    "stock": """
        stock, sold out, out of, inventory, pickup, pick up, pickups, inventario, agotad*,
        existencias""",
    "cancelled": "cancel*, cancelled, canceled, cancelaron, cancelado",
    "appointment": "appointment*, calendar, book, cita, citas, agendar",
    "register": """
        register down*, registers, cash register*, cant take payments, point of sale, caja, no
        pueden cobrar""",
    "log in": """
        log in, login*, logs, logged, sign in, signs, signed out, sign out, logging, iniciar sesion,
        entra, entrar, lo saca, la saca""",
    "app": "app, apps, aplicacion*, application",
    "website": "website*, web site, web, webpage, web page, page, our site, site not, pagina*",
    "error": "error*, errors, 500, 503, outage page, blank, marca error, out of order",
    "password": "password*, contrasena*, clave*, passwort",
    "reset": "reset*, restablec*, forgot, cambiar la contrasena",
    "locked": "locked, lockout, blocked, block, security hold, hold, bloque*",
    "fraud": """
        fraud*, scam*, phish*, fake, suspicious, suspicious activity, estafa*, fraude*,
        sospechos*""",
    "roam": "roam*, day pass*, pase diario, international pass, pase internacional",
    "ship": "cruise*, ship, ships, boat, at sea, crucero*, barco*",
    "half": "half off, half price, 50 percent, 50 off, mitad de precio",
    "toll": "toll, tolls, peaje*, casetas",
    "911": "911, emergency call*, emergency number, emergencia*",
    "loud alert": """
        amber, amber alert, emergency alert, loud alert, loud, scream*, alarm*, alarma*""",
    "watch": "watch, watches, apple watch, smartwatch*, reloj*",
    "restart": """
        reboot*, restart*, boot loop, bootloop, reinici*, se reinicia, turns itself off, se apaga
        solo""",
    "update": "update*, updated, firmware, actualizacion*, actualiz*",
    "promotion": "promo*, offer, offers, deal, deals, oferta*, promocion*, ad, ads",
    "free line": "free line*, line free, linea gratis, free 4th line, lineas gratis",
    "discount": "discount*, percent off, 10 off, descuento*, rebaja*",
    "loyalty": "loyalty, lealtad, long time customer",
    "authorized user": "authorized user*, authorised user*, usuario autorizado, autorizad*",
    "waive": "waive*, drop late, quitar*, condonar*, perdonar*, exempt*",
    "stuck": "stuck, hangs, hanging, detenid*, atorad*, atascad*, not completing, no termina",
    "expired": "expire*, expired, vencido, caduc*, no longer valid",
    "landline": "landline*, telefono fijo, linea fija",
    "server": "server*, servidor*",
}
"""What is meant → how it is said."""

_HARDLY_ANYTHING: Final = """
    a about account actually after again all alle already also am an and another any anybody anyone
    anything are area around as ask asked asking asks at be because been before being bc both but
    by call called caller callers calling calls came can cannot cant case check come comes could
    couple cust custs customer customers cx day days device did didnt do does doesnt doing dont
    each else end ever every everybody everyone family find first for from fix further get gets
    getting give go goes going good got guys had happen happening has have havent he hear hello
    help her here hes hey hi him his home hour hours house how i id if ill im in into is isnt it
    its itself ive just keep keeps know known later less let like line lines long look looks lot
    make many may maybe me might min mins minutes month more morning most much must my name near
    need needs neighbors new next night no nobody none noon normal not nothing now number of office
    ok old on once one only or order other others our out over people person phone phones please
    pls point possible problem put question reach really rep rest right rn run said same saw say
    saying says second see seem seems sees send set several shall she shes should show showing
    shows since single so some somebody someone something still street sure system take takes tell
    than thanks that thats the their them then there these they theyre thing things third this
    those though three thx time times to today told tomorrow tonight too tried try trying two under
    until up upset ur us use used uses using very via wait waiting want wants was way we week weeks
    well went were what whats when where whether which while who whole why will wife husband with
    wont work working works would x yes yesterday yet you your fourth 4th 3rd 2nd 1st 2 3 4 5 6 7 8
    9 10 pm hr hrs block building friend friends neighbor neighbour neighbours town everywhere lol

    a al algo alguien ahora antes aqui asi aun aunque ayer ayuda bien buenas buenos cada casa caso
    casi celular celulares cliente clientes como con cual cuando cuanto cuanta cuantos de del desde
    despues dia dias dice dicen digo donde dos el ella ellos en entonces entre era eran es esa ese
    eso esta estaba estan estar este esto estos favor fue gente gracias ha hace hacer han hasta hay
    hola hoy igual la las le les linea lineas llama llamada llamadas llaman llamo lo los luego
    manana mas me mes mi mis mismo mucho muy nada nadie ni no noche nos numero nunca o otra otras
    otro otros para parece pero personas poco por porque pregunta preguntan primera puede pueden
    puedo que quien quiere quieren sabe saben sabes se sea segunda ser si sigue sin sobre solo son
    su sus tal tambien tampoco tarde te telefono telefonos tercer tercera tercero tengo tenia ti
    tiene tienen toda todas todavia todo todos tres tu un una unas uno unos usted va van varios
    veces ver vez viene y ya yo cuadra esposa esposo familia vecino vecinos alguno ninguna ninguno
"""
HARDLY_ANYTHING: Final = frozenset(_HARDLY_ANYTHING.split())
"""Words that say nothing of what the matter is: they stand in questions about anything."""

ONE_OF_THEM: Final = """
    only his, only her, only one, only this, just one, just his, just her, only on her, only at her,
    one line, his line only, her line only, other phone works, other phones work, works fine next,
    rest are fine, rest is fine, rest of family, the others work, others work, others are ok, other
    lines, after she dropped, after he dropped, cracked, broken screen, new phone, nuevo no,
    swapped, since she came back, since he came back, on her laptop, from her sister, next to her,
    next to him, suspended, by himself, los demas si, el otro si, solo su, solo el, se le cayo, nada
    mas el suyo, con el viejo, after update, after the update, changed the, cambio la pantalla"""
"""How it is said that one phone has it, and those beside it do not."""

_NO_PLACES: Final = """
    android apple samsung galaxy pixel google motorola iphone ipad verizon chase whatsapp visa
    mastercard amazon netflix facebook instagram zelle facetime bluetooth spanish english espanol
    ingles target walmart monday tuesday wednesday thursday friday saturday sunday january february
    march april june july august september october november december lunes martes miercoles jueves
    viernes sabado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre
    noviembre diciembre
"""
NO_PLACES: Final = frozenset(_NO_PLACES.split())
"""Written like a place, but none."""
